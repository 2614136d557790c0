import { isSystemLimit } from '../../errors/errno.js';
import { SyncError } from '../../errors/sync-error.js';
import type { CopyReceipt, CopyTerms, Marker, Mirror, MirrorState } from '../../mirror.js';
import { createBrake } from './brake.js';
import { type CopyProcess, startCopyProcess } from './copy-process.js';
import { type CallName, type Failure, type FromProcess, type Reply, startMs } from './messages.js';
import { type Silence, watchSilence } from './silence.js';
import { createWithdrawals } from './withdrawals.js';

export interface ProcessMirrorSettings {
  /** The mount path. */
  readonly path: string;
  readonly readBack: boolean;
  /** The program of the copy process. */
  readonly file: string;
  /** No file-system call finished for so long: it hangs. */
  readonly stallMs: number;
  /** Without a call for so long, the process ends. */
  readonly idleMs: number;
}

interface Waiting {
  readonly id: number;
  readonly name: CallName;
  readonly argument: unknown;
  resolve(result: unknown): void;
  reject(error: SyncError): void;
}

/** How long a killed process may take to be gone before calls are refused rather than kept waiting. */
const reapMs = 1_000;

/** How long closing waits for the end of the process that it killed: at once, as a rule; one that the share holds is left. */
const goneMs = 250;

/** Enough that threads do not wait for the host, and can stay out of each other's folders. */
const ahead = 31;

/** What starting a process says where the user or the container may have no more of them. */
const tooManyProcesses = 'EAGAIN';

/** With nothing to do for so long, what comes next is another run. */
const restMs = 1_000;

/**
 * Does the work on the share in a process of its own, so that a share that hangs cannot slow the host: not its event
 * loop, its thread pool, its name look-ups nor its exit. The process is started when needed and ends when idle.
 */
export function processMirror(settings: ProcessMirrorSettings): Mirror {
  const { path, stallMs, idleMs } = settings;
  const stepMs = Math.max(5, Math.min(1_000, stallMs / 8));
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let running: CopyProcess | undefined;
  /** A killed one that the system has not let go of: no other is started beside it. */
  let dying: CopyProcess | undefined;
  /** Whether it has spoken. */
  let speaks = false;
  let silence: Silence | undefined;
  let idle: NodeJS.Timeout | undefined;
  let outbox: Waiting[] = [];
  let concurrency = Number.MAX_SAFE_INTEGER;
  const brake = createBrake();
  const withdrawals = createWithdrawals(withdraw);
  /** Unasked deaths since there was last nothing to do for a while. */
  let deaths = 0;
  let restingSince = performance.now();

  async function call(name: CallName, argument?: unknown, signal?: AbortSignal): Promise<unknown> {
    if (dying !== undefined && !(await endsWithin(dying, reapMs)))
      throw errorOf({ code: 'MIRROR_NOT_ANSWERING', params: {}, scope: 'run' });
    lastId += 1;
    const id = lastId;
    try {
      return await new Promise((resolve, reject) => {
        const entry = { id, name, argument, resolve, reject };
        waiting.set(id, entry);
        post(entry);
        if (signal !== undefined) withdrawals.watch(signal, id);
      });
    } finally {
      if (signal !== undefined) withdrawals.forget(signal, id);
    }
  }

  /** Those not sent yet go at once; of those sent, the process knows which have not begun. */
  function withdraw(ids: readonly number[]): void {
    const unsent = new Set(outbox.map(({ id }) => id));
    for (const id of ids)
      if (unsent.has(id)) settle({ id, failure: { code: 'RUN_ABORTED', params: {}, scope: 'run' } });
    const sent = ids.filter((id) => waiting.has(id));
    if (sent.length > 0) running?.send({ withdraw: sent });
  }

  /** Sends at the end of this turn of the event loop, together with what else comes up in it. */
  function post(entry: Waiting): void {
    if (outbox.length === 0) setImmediate(sendOutbox);
    outbox.push(entry);
  }

  function sendOutbox(): void {
    const calls = outbox.filter(({ id }) => waiting.has(id));
    outbox = [];
    if (calls.length === 0) return;
    clearTimeout(idle);
    if (performance.now() - restingSince > restMs) deaths = 0;
    restingSince = Number.POSITIVE_INFINITY;
    running ??= start();
    running.hold(true);
    silence ??= watchSilence(
      () => (speaks ? stallMs : Math.max(stallMs, startMs)),
      stepMs,
      () => letGo({ code: 'MIRROR_NOT_ANSWERING', params: {}, scope: 'run' }),
    );
    const asked = calls.map(({ id, name, argument }) => ({ id, name, argument }));
    running.send({ calls: asked, concurrency: brake.atOnce(concurrency) });
  }

  function start(): CopyProcess {
    speaks = false;
    const setup = { path, readBack: settings.readBack, pulseMs: stepMs };
    const started = startCopyProcess(settings.file, setup, {
      message: (message) => {
        if (started === running) receive(message);
      },
      end: (reason) => {
        if (started === dying) dying = undefined;
        if (started === running) died(reason);
      },
    });
    return started;
  }

  function receive(message: FromProcess): void {
    speaks = true;
    silence?.heard();
    if ('pulse' in message) return;
    if ('shortOf' in message) {
      letGo(shortage(message.shortOf));
      return;
    }
    for (const reply of message.replies) settle(reply);
    if (waiting.size === 0) rest();
  }

  function settle(reply: Reply): void {
    const entry = waiting.get(reply.id);
    if (entry === undefined) return;
    waiting.delete(reply.id);
    if (!('failure' in reply)) {
      entry.resolve(reply.result);
      return;
    }
    // Before the caller asks again.
    if (reply.failure.code === 'SYSTEM_LIMIT_REACHED') brake.slow(concurrency);
    entry.reject(errorOf(reply.failure));
  }

  function rest(): void {
    silence?.stop();
    silence = undefined;
    running?.hold(false);
    restingSince = performance.now();
    idle = setTimeout(kill, idleMs).unref();
  }

  /** Unasked. All calls can be made twice, so those under way are asked again; the second time it is the run's end. */
  function died(reason: string): void {
    running = undefined;
    silence?.stop();
    silence = undefined;
    if (isSystemLimit(reason) || reason === tooManyProcesses) {
      letGo(shortage(reason));
      return;
    }
    deaths += 1;
    if (deaths > 1) letGo({ code: 'COPY_PROCESS_FAILED', params: { error: reason }, scope: 'run' });
    else for (const entry of waiting.values()) post(entry);
  }

  function letGo(failure: Failure): void {
    kill();
    const entries = [...waiting.values()];
    waiting.clear();
    restingSince = performance.now();
    if (failure.code === 'SYSTEM_LIMIT_REACHED') brake.slow(concurrency);
    for (const { reject } of entries) reject(errorOf(failure));
  }

  function kill(): void {
    clearTimeout(idle);
    silence?.stop();
    silence = undefined;
    if (running === undefined) return;
    dying = running;
    running = undefined;
    dying.hold(false);
    dying.kill();
  }

  return {
    path,
    ahead,
    probe: (request) => call('probe', request) as Promise<MirrorState>,
    adopt: (request) => call('adopt', request) as Promise<Marker>,
    async copy(job, terms?: CopyTerms) {
      if (terms?.signal.aborted) throw errorOf({ code: 'RUN_ABORTED', params: {}, scope: 'run' });
      if (terms !== undefined) concurrency = terms.concurrency;
      return (await call('copy', job, terms?.signal)) as CopyReceipt;
    },
    confirm: (request) => call('confirm', request).then(() => undefined),
    inspect: (request) => call('inspect', request) as ReturnType<Mirror['inspect']>,
    remove: (request) => call('remove', request) as ReturnType<Mirror['remove']>,
    restore: (request) => call('restore', request) as ReturnType<Mirror['restore']>,
    list: (request) => call('list', request) as ReturnType<Mirror['list']>,
    write: (request) => call('write', request).then(() => undefined),
    read: (request) => call('read', request) as ReturnType<Mirror['read']>,
    async close() {
      letGo({ code: 'ENGINE_STOPPED', params: {}, scope: 'run' });
      // What it had open on the share is closed then, which can be unmounted.
      if (dying !== undefined) await endsWithin(dying, goneMs);
    },
  };
}

function endsWithin({ ended }: CopyProcess, ms: number): Promise<boolean> {
  return ended.wait({ ms, otherwise: () => false });
}

/** Of scope `transient`: whoever called tries again after a while. */
function shortage(error: string): Failure {
  return { code: 'SYSTEM_LIMIT_REACHED', params: { error }, scope: 'transient' };
}

function errorOf({ code, params, scope }: Failure): SyncError {
  return new SyncError(code, { params, scope });
}

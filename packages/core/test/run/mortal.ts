import { SyncError } from '../../src/errors/sync-error.js';
import type { Mirror } from '../../src/mirror.js';
import type { ReceiptStore } from '../../src/receipt-store.js';
import type { SyncEngine } from '../../src/run/engine.js';
import type { SyncEngineOptions } from '../../src/run/options.js';
import type { Archive } from './archive.js';

/** Calls that leave something behind, on the share or in the database. */
const onShare = ['adopt', 'copy', 'confirm', 'remove', 'write'] as const;
const inReceipts = ['expectMirror', 'mark', 'note', 'remove', 'cleanMonth'] as const;

export interface Death {
  /** Before or after which of these calls, counted from 0, the process is killed. */
  readonly call: number;
  readonly when: 'before' | 'after';
}

/** An engine in a process that is killed: after that, nothing that it does has any effect. */
export function mortalEngine(
  archive: Archive,
  { call, when }: Death,
  options: Partial<SyncEngineOptions> = {},
): { readonly sync: SyncEngine; isDead(): boolean } {
  let calls = 0;
  let dead = false;

  async function live<Result>(work: () => Promise<Result>): Promise<Result> {
    assertAlive();
    const mine = calls;
    calls += 1;
    if (mine === call && when === 'before') dead = true;
    assertAlive();
    const result = await work();
    if (mine === call) dead = true;
    assertAlive();
    return result;
  }

  function assertAlive(): void {
    if (dead) throw new SyncError('ENGINE_STOPPED', { scope: 'run' });
  }

  const { receipts } = archive.store;
  const store = {
    ...archive.store,
    unmark: (ids: Parameters<Archive['store']['unmark']>[0]) => live(() => archive.store.unmark(ids)),
    takeBack: (read: Parameters<Archive['store']['takeBack']>[0]) => live(() => archive.store.takeBack(read)),
    receipts: { ...receipts, ...wrapped(receipts, inReceipts, live) } as ReceiptStore,
  };
  const sync = archive.engine({ concurrency: 1, ...options, store }, (mirror) =>
    wrapped<Mirror, (typeof onShare)[number]>(mirror, onShare, live),
  );
  return { sync, isDead: () => dead };
}

type Live = <Result>(work: () => Promise<Result>) => Promise<Result>;

function wrapped<Target extends object, Name extends keyof Target>(
  target: Target,
  names: readonly Name[],
  live: Live,
): Pick<Target, Name> {
  const entries = names.map((name) => {
    const method = target[name] as (...given: unknown[]) => Promise<unknown>;
    return [name, (...given: unknown[]) => live(() => method.apply(target, given))];
  });
  return Object.fromEntries(entries);
}

import type { RunSummary } from '../../src/http/contract.js';
import type { Mirror } from '../../src/mirror.js';
import { createShare, type Share } from '../../src/mount/share.js';
import { createSyncEngine } from '../../src/run/engine.js';
import type { DocumentStore } from '../../src/store.js';
import type { SimFs } from './sim-call.js';
import { createSimFs } from './sim-fs.js';
import { durableKey, watchNames } from './watch.js';
import { mountPath, startMs, uploads, type World } from './world.js';

export interface ProcessOptions {
  readonly anchored: boolean;
  /** Id that the marker must have. Default: any. */
  readonly mirrorId?: string;
  /** Default `startMs`. */
  readonly nowMs?: number;
  /** Told of every promise that is seen to break. */
  readonly broken: (what: string) => void;
  /** Called before the table is written to; what it throws is thrown in place of the writing. */
  readonly beforeWrite?: () => void;
  /** Called before copies are confirmed. */
  readonly beforeConfirm?: () => void;
}

/** One process of the host: the real engine over the simulated disk and the table. */
export interface SimProcess {
  readonly sim: SimFs;
  /** One run; the counts of its summary were compared with the table. */
  run(): Promise<RunSummary | undefined>;
  /** Lets go of the share, as an idle mirror does. */
  release(): void;
}

export function startProcess(world: World, options: ProcessOptions): SimProcess {
  const { anchored, nowMs = startMs, broken, beforeWrite = () => undefined } = options;
  const sim = createSimFs(world.root, mountPath);
  sim.withoutLinks = world.withoutLinks;
  sim.maxRead = 100;
  watchNames(sim, world, broken);
  const share = createShare({ fs: sim, path: mountPath, anchored, readBack: false, now: () => nowMs });
  const engine = createSyncEngine({
    store: watchedStore(world, broken, beforeWrite),
    mirror: simMirror(share, options.beforeConfirm ?? (() => undefined)),
    sourceRoot: uploads,
    mirrorId: options.mirrorId,
    concurrency: 2,
    retry: { attempts: 2, baseMs: 0 },
    onError: (error) => broken(`an error nobody expected: ${error}`),
  });

  return {
    sim,
    async run() {
      const before = await world.store.counts();
      let summary: RunSummary;
      try {
        summary = await engine.runSync();
      } catch (error) {
        const code = (error as { code?: unknown }).code;
        if (!/^MIRROR_|^SYSTEM_LIMIT/.test(String(code))) broken(`the run was refused with ${code ?? error}`);
        if ((await world.store.counts()).synced !== before.synced) broken('a run that was refused has marked');
        return undefined;
      }
      const { synced } = await world.store.counts();
      const untried = summary.total - summary.synced - summary.failed;
      if (summary.synced !== synced - before.synced) broken('the summary counts other marks than the table has');
      if (summary.errors.length !== summary.failed) broken('the summary does not name every failure');
      if (summary.failures.some((failure) => failure.code === 'SYSTEM_LIMIT_REACHED'))
        broken('a document is blamed for the system');
      if (untried < 0 || (untried > 0 && summary.stopped === undefined)) broken('the counts do not add up');
      if (JSON.stringify(summary).includes('INTERNAL_ERROR')) broken('the run met an internal error');
      return summary;
    },
    release: () => share.release(),
  };
}

function simMirror(share: Share, beforeConfirm: () => void): Mirror {
  return {
    path: mountPath,
    probe: async () => share.probe(),
    adopt: async (request) => share.adopt(request),
    copy: async (job) => share.copy(job),
    async confirm({ mirrorId, keys }) {
      beforeConfirm();
      share.confirm(mirrorId, keys);
    },
    inspect: async (request) => share.inspect(request),
    remove: async (request) => share.remove(request),
    restore: async (request) => share.restore(request),
    list: async (request) => share.list(request),
    write: async (request) => share.write(request),
    read: async (request) => share.read(request),
    close: async () => share.release(),
  };
}

/** A document may be marked only when its copy would survive a power loss in this very moment. */
function watchedStore(world: World, broken: (what: string) => void, beforeWrite: () => void): DocumentStore {
  return {
    ...world.store,
    async mark(documents) {
      beforeWrite();
      const marked = await world.store.mark(documents);
      for (const document of documents.filter(({ id }) => marked.includes(id))) {
        if (durableKey(world, document) === undefined)
          broken(`document ${document.id} was marked without a durable copy`);
      }
      return marked;
    },
    async unmark(ids) {
      beforeWrite();
      await world.store.unmark(ids);
    },
    async takeBack(documents) {
      beforeWrite();
      await world.store.takeBack(documents);
    },
    async unmarkAll() {
      beforeWrite();
      await world.store.unmarkAll();
    },
  };
}

import { isSyncError } from '../../packages/core/src/errors/sync-error.js';
import type { Act } from './commands.js';
import type { ModelProcess } from './process.js';
import type { ModelDocument } from './world.js';

/** What an engine said of what it was asked for, while things happen beside it. */
export interface Attempt {
  /** Documents that it said are done. */
  readonly done: ReadonlySet<number>;
  /** Those that it said failed, with the code. */
  readonly failed: ReadonlyMap<number, string>;
  /** Code of the refusal of the whole. */
  readonly refused: string | undefined;
  /** What is wrong already. */
  readonly broken: string[];
}

/** @param document for those acts that are about one. */
export async function attempt(
  { engine }: ModelProcess,
  act: Act,
  document: ModelDocument | undefined,
): Promise<Attempt> {
  const done = new Set<number>();
  const failed = new Map<number, string>();
  const broken: string[] = [];
  let refused: string | undefined;
  const undo = [
    engine.on('document:copied', ({ documentId }) => void done.add(Number(documentId))),
    engine.on('document:unchanged', ({ documentId }) => void done.add(Number(documentId))),
    engine.on('document:failed', ({ documentId, code }) => void failed.set(Number(documentId), code)),
  ];
  try {
    if (act === 'run') {
      const { total, synced, failed: failures, stopped } = await engine.runSync();
      if (synced !== done.size) broken.push(`a run counts ${synced}, and told of ${done.size}`);
      if (failures !== failed.size) broken.push(`a run counts ${failures} failures, and told of ${failed.size}`);
      if (stopped !== undefined) refused = stopped.code;
      else if (total !== synced + failures) broken.push(`a run of ${total} ends with ${synced} and ${failures}`);
    } else if (act === 'syncOne') {
      if (document !== undefined) await engine.syncDocument(document.id);
    } else {
      refused = await verifyAll(engine, act === 'repair');
    }
  } catch (error) {
    if (!isSyncError(error)) throw error;
    refused = error.code;
  }
  for (const off of undo) off();
  return { done, failed, refused, broken };
}

async function verifyAll(engine: ModelProcess['engine'], repair: boolean): Promise<string | undefined> {
  let after: string | undefined;
  do {
    const report = await engine.verify({ after, limit: 4, repair });
    if (report.stopped) return report.stopped.code;
    after = report.cursor ?? undefined;
  } while (after !== undefined);
  return undefined;
}

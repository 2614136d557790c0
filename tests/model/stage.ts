import { type ModelProcess, startModelProcess } from './process.js';
import { expectedFindings, type Held, held, receiptsOf } from './rules.js';
import type { ModelDocument, ModelWorld } from './world.js';

/** How often each kind of thing really happened, over all runs: a model that never gets anywhere proves nothing. */
export type Happenings = Map<string, number>;

/** A world and the process that works in it now, with what a command asks of them. */
export class Stage {
  process: ModelProcess;

  constructor(
    readonly world: ModelWorld,
    private readonly happened: Happenings,
  ) {
    this.process = startModelProcess(world);
  }

  /** The nth of the documents there are, counting around. */
  document(n: number): ModelDocument | undefined {
    const documents = [...this.world.documents.values()];
    return documents[n % documents.length];
  }

  async current(): Promise<Held[]> {
    return held(await receiptsOf(this.world)).filter(({ role }) => role === 'current');
  }

  async currentReceipt(n: number): Promise<Held | undefined> {
    const current = await this.current();
    return current.sort((a, b) => Number(a.documentId) - Number(b.documentId))[n % current.length];
  }

  async waiting(): Promise<Set<number>> {
    const now = Date.now();
    const waits = (await receiptsOf(this.world)).filter(({ nextAttemptAt }) => Number(nextAttemptAt ?? 0) > now);
    return new Set(waits.map(({ documentId }) => Number(documentId)));
  }

  /** Files without a receipt that are there now belong to nobody for good reasons. */
  async forgiveStrays(): Promise<void> {
    for (const finding of await expectedFindings(this.world)) {
      if (!finding.startsWith('missing ')) this.world.strays.add(finding.split(' ').slice(2).join(' '));
    }
  }

  note(what: string, times = 1): void {
    this.happened.set(what, (this.happened.get(what) ?? 0) + times);
  }

  /** Whether any share was ever used. */
  async isInUse(): Promise<boolean> {
    return (await this.world.store.store.receipts?.expectedMirror()) !== undefined;
  }
}

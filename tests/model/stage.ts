import { type ModelProcess, startModelProcess } from './process.js';
import { currentReceipts, type Held, held, receiptsOf } from './rules.js';
import { checksumOf, copiesOnShare, type ModelDocument, type ModelWorld } from './world.js';

/** How often each kind of thing really happened, over all runs: a model that never gets anywhere proves nothing. */
export type Happenings = Map<string, number>;

/** A world and the process that works in it now, with what a command asks of them. */
export class Stage {
  process: ModelProcess;

  constructor(
    readonly world: ModelWorld,
    private readonly happened: Happenings,
    /** Whether the database gives a row another version when its mark changes. */
    readonly isTouched: boolean,
  ) {
    this.process = startModelProcess(world);
  }

  /** The nth of the documents there are, counting around. */
  document(n: number): ModelDocument | undefined {
    const documents = [...this.world.documents.values()];
    return documents[n % documents.length];
  }

  /** Every other time one whose file is lost, where there is one: few others can be restored. */
  documentToRestore(n: number): ModelDocument | undefined {
    const lost = [...this.world.documents.values()].filter((document) => document.lost);
    return n % 2 === 0 || lost.length === 0 ? this.document(n) : lost[n % lost.length];
  }

  async current(): Promise<Held[]> {
    return currentReceipts(held(await receiptsOf(this.world)));
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

  /**
   * Files without a receipt that are there now belong to nobody for good reasons. To the letter: a list of before the
   * rebuilding may claim their name in another spelling.
   */
  async forgiveStrays(): Promise<void> {
    const files = copiesOnShare(this.world);
    const receipts = (await Promise.all([this.world, ...this.world.others].map(receiptsOf))).flatMap(held);
    const keys = new Map(receipts.map(({ copy }) => [copy.key, copy.checksum]));
    for (const [path, content] of files) if (keys.get(path) !== checksumOf(content)) this.world.strays.add(path);
  }

  /**
   * Where the database forgot that a file was replaced, and the file is gone, its copy is all there is of the document,
   * and as far as anybody can know it is right.
   */
  async forgetUnsaid(): Promise<void> {
    const files = copiesOnShare(this.world);
    for (const { documentId, copy } of await this.current()) {
      const document = this.world.documents.get(Number(documentId));
      const content = files.get(copy.key);
      if (!document?.lost || !document.unsaid || content === undefined) continue;
      if (checksumOf(content) === copy.checksum) this.world.documents.set(document.id, { ...document, content });
    }
  }

  /** Whether some row names this file of the share. */
  isNamed(path: string): boolean {
    const worlds = [this.world, ...this.world.others];
    return worlds.some(({ documents }) => [...documents.values()].some(({ inside }) => inside === path));
  }

  /** A file that was all there is of a document is its copy again: the document has it, and a receipt says so. */
  async releaseKeepsakes(): Promise<void> {
    for (const { documentId, copy } of await this.current()) {
      const content = this.world.documents.get(Number(documentId))?.content;
      if (content !== undefined && this.world.keepsakes.get(copy.key)?.content === content)
        this.world.keepsakes.delete(copy.key);
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

import type { Document } from '../document.js';
import type { CopyReceipt } from '../mirror.js';
import { isFull } from '../plan/room.js';
import type { StopReason } from './report.js';

/**
 * Tells documents that are too large for the room that is left from a share that is full. One that finds no room is set
 * aside: if another one is brought after it, the failure is its own; if many in a row find none, the share is full, and
 * those set aside count as untried.
 */
export interface RoomWatch {
  refused(document: Document, failure: StopReason): Promise<void>;
  brought(receipt: CopyReceipt): Promise<void>;
  /** No document is left: there may have been room for others. */
  end(): Promise<void>;
}

export function createRoomWatch(
  fail: (document: Document, failure: StopReason) => Promise<void>,
  full: () => void,
): RoomWatch {
  let aside: { readonly document: Document; readonly failure: StopReason }[] = [];
  let count = 0;
  let bytes = 0;

  async function failThem(): Promise<void> {
    const failed = aside;
    aside = [];
    for (const { document, failure } of failed) await fail(document, failure);
  }

  return {
    async refused(document, failure) {
      aside.push({ document, failure });
      const sizes = aside.map((one) => Number(one.failure.params.bytes ?? 0));
      if (!isFull(sizes, count === 0 ? 0 : bytes / count)) return;
      aside = [];
      full();
    },
    async brought({ outcome, size }) {
      // What was there already took no room.
      if (outcome === 'unchanged') return;
      count += 1;
      bytes += size;
      await failThem();
    },
    end: failThem,
  };
}

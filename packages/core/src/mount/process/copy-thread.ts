import type { Claims } from './claims.js';
import type { Call, HandedCall, Reply, ToThread } from './messages.js';
import { directoryOf } from './waiting-copies.js';

/** Copies in the hand of one thread at most: the one being made, and those that follow while more are on their way. */
export const handful = 16;

/** Folders that a thread is taken to remember. */
const maxKnown = 32;

/** Keys kept for a thread that rests; with more, it is told to look for itself. */
const maxPublished = 1_000;

/** One copying thread, as the main thread of the copy process sees it. */
export interface CopyThread {
  /** Copies handed to it and not replied to. */
  readonly inHand: number;
  /** Whether it was in this folder not long ago. */
  knows(directory: string): boolean;
  /** Whether it has copies for this folder in hand. */
  isIn(directory: string): boolean;
  /** Gives it a copy, of which it learns at the next `tell`. Not more than `handful` at once. */
  hand(call: Call): void;
  /** Others have brought a copy to this key. */
  published(key: string): void;
  /** The share is not as it was: it is to let go of what it has open. */
  release(): void;
  /** Sends what it was given. */
  tell(): void;
  /** Its reply has come. */
  settle(reply: Reply): void;
  /** Takes back those of these copies that have not begun, the last first. */
  takeBack(wanted: (call: Call) => boolean): Call[];
}

/** @param firstSlot of the `handful` that are its own. */
export function createCopyThread(claims: Claims, firstSlot: number, post: (message: ToThread) => void): CopyThread {
  const held = new Map<number, { readonly call: Call; readonly slot: number }>();
  const vacant = Array.from({ length: handful }, (_, n) => firstSlot + n);
  const known = new Set<string>();
  /** Of the copies in hand, how many are for this folder. */
  const inHand = new Map<string, number>();
  let given: HandedCall[] = [];
  let keys: string[] = [];
  let release = false;

  function drop(id: number): void {
    const dropped = held.get(id);
    if (dropped === undefined) return;
    held.delete(id);
    vacant.push(dropped.slot);
    const directory = directoryOf(dropped.call);
    const left = (inHand.get(directory) ?? 0) - 1;
    if (left > 0) inHand.set(directory, left);
    else inHand.delete(directory);
  }

  function enter(directory: string): void {
    // To the end of the set: the one that was longest ago stands first.
    known.delete(directory);
    known.add(directory);
    for (const oldest of known) {
      if (known.size <= maxKnown) break;
      known.delete(oldest);
    }
  }

  return {
    get inHand() {
      return held.size;
    },
    knows: (directory) => known.has(directory),
    isIn: (directory) => inHand.has(directory),
    hand(call) {
      const slot = vacant.pop();
      if (slot === undefined) throw new RangeError('the hand is full');
      claims.open(slot, call.id);
      held.set(call.id, { call, slot });
      given.push({ call, slot });
      const directory = directoryOf(call);
      inHand.set(directory, (inHand.get(directory) ?? 0) + 1);
      enter(directory);
    },
    published(key) {
      if (keys.length <= maxPublished) keys.push(key);
    },
    release() {
      release = true;
    },
    tell() {
      if (given.length === 0 && !release) return;
      const many = keys.length > maxPublished;
      post({ release: release || many, published: many ? [] : keys, calls: given });
      release = false;
      keys = [];
      given = [];
    },
    settle: ({ id }) => drop(id),
    takeBack(wanted) {
      const taken: Call[] = [];
      for (const { call, slot } of [...held.values()].reverse()) {
        if (!wanted(call) || !claims.takeBack(slot, call.id)) continue;
        taken.push(call);
        drop(call.id);
      }
      return taken;
    },
  };
}

/**
 * Of each copy in the hand of a thread, whether it has begun or was taken back: whoever says so first is right. Shared
 * by the threads of the copy process, so that nobody has to wait for an answer. `id` is that of the call: a slot that
 * serves another call by now answers no more for the one before.
 */
export interface Claims {
  /** The slot is this call's from now on. */
  open(slot: number, id: number): void;
  /** True where the copy may begin; it cannot be taken back any more. */
  begin(slot: number, id: number): boolean;
  /** True where the copy has not begun; it never will. */
  takeBack(slot: number, id: number): boolean;
  /** Takes back whatever has not begun; `takeBack` then tells. */
  takeAllBack(): void;
}

const takenBack = 0;

/** Bytes of the memory to share for so many slots. */
export function claimsBytes(slots: number): number {
  return slots * Int32Array.BYTES_PER_ELEMENT;
}

export function claimsOn(memory: SharedArrayBuffer): Claims {
  // A ticket while the copy waits, its negative once it has begun.
  const states = new Int32Array(memory);

  return {
    open: (slot, id) => void Atomics.store(states, slot, ticketOf(id)),
    begin(slot, id) {
      const ticket = ticketOf(id);
      return Atomics.compareExchange(states, slot, ticket, -ticket) === ticket;
    },
    takeBack(slot, id) {
      const ticket = ticketOf(id);
      const before = Atomics.compareExchange(states, slot, ticket, takenBack);
      return before === ticket || before === takenBack;
    },
    takeAllBack() {
      for (const slot of states.keys()) {
        const state = Atomics.load(states, slot);
        if (state > takenBack) Atomics.compareExchange(states, slot, state, takenBack);
      }
    },
  };
}

/** Above zero, and no number that 32 bits cannot hold. */
function ticketOf(id: number): number {
  return (id % 2 ** 30) + 1;
}

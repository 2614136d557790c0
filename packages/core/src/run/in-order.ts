import type { Document } from '../document.js';

/**
 * The documents of two lists that are in the order of their ids, as one. Text is compared by its code points: where the
 * database has another order, theirs may differ a little from that of a run; none is lost.
 */
export async function* inOrder(
  one: AsyncGenerator<Document, void, void>,
  other: AsyncGenerator<Document, void, void>,
): AsyncGenerator<Document, void, void> {
  let [a, b] = [await one.next(), await other.next()];
  while (a.done !== true || b.done !== true) {
    if (b.done === true || (a.done !== true && a.value.id <= b.value.id)) {
      if (a.done !== true) yield a.value;
      a = await one.next();
    } else {
      yield b.value;
      b = await other.next();
    }
  }
}

import { mediansInTurns } from './timing.mjs';

/** The counts of a status beside two full counts: of the same rows (those with a file), and of all rows by whatever is cheapest. */
export function measureStatus({ store, countWithFile, countAll }) {
  return mediansInTurns(
    { status: () => store.counts(), withFile: () => countWithFile(), all: () => countAll() },
    { rounds: 7, warmUp: 2 },
  );
}

/**
 * How much of the generated and exhaustive tests is run, and from which seed. `npm test` runs a small share of each, the
 * deep tests all of them; both start from the same seed every time, the soak from random ones. See tests/README.md.
 */
export interface Thoroughness {
  /** Every database, disk and process is tested, not only what `npm test` has. */
  readonly deep: boolean;
  /** Part of the generated cases that is run; above 1 for more than usual. */
  readonly share: number;
  readonly seed: number;
}

const fixedSeed = 20_240_131;
const quickShare = 1 / 40;

/** Reads the environment; throws one sentence for what cannot be read. */
export function readThoroughness(environment: Readonly<Record<string, string | undefined>>): Thoroughness {
  const { DOCMIRROR_TEST_DEEP, DOCMIRROR_TEST_SHARE, DOCMIRROR_TEST_SEED } = environment;
  const deep = DOCMIRROR_TEST_DEEP === '1';
  const share = Number(DOCMIRROR_TEST_SHARE ?? (deep ? 1 : quickShare));
  if (!(share > 0 && share <= 1_000)) {
    throw new Error(`DOCMIRROR_TEST_SHARE is “${DOCMIRROR_TEST_SHARE}”: write a number above 0, such as 0.05 or 20.`);
  }
  const seed = Number(DOCMIRROR_TEST_SEED ?? fixedSeed);
  if (!Number.isInteger(seed) || Math.abs(seed) > 2 ** 31 || DOCMIRROR_TEST_SEED?.trim() === '') {
    throw new Error(`DOCMIRROR_TEST_SEED is “${DOCMIRROR_TEST_SEED}”: write a whole number, such as 42.`);
  }
  return { deep, share, seed };
}

export const { deep, share, seed } = readThoroughness(process.env);

/** Whether the cases are those of every run: which kinds they meet is known then, where other seeds may miss a rare one. */
export const isFixedSeed = seed === fixedSeed;

/** How many of `all` generated cases are run: the share, and at least `least` (default 1). */
export function runs(all: number, least = 1): number {
  return Math.max(least, Math.ceil(all * share));
}

/** The share of the cases of an exhaustive test, spread evenly; all where the share is 1 or more. */
export function* someOf<Case>(cases: Iterable<Case>): Generator<Case, void, void> {
  const step = Math.max(1, Math.round(1 / share));
  let n = Math.abs(seed) % step;
  for (const one of cases) {
    if (n % step === 0) yield one;
    n += 1;
  }
}

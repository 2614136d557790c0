import { describe, test } from 'vitest';

/**
 * Tests that need more than Node: where it is missing they are skipped with the reason, and the list at the end of the
 * test run names them. Where the environment variable `required` is 1, as in CI, what is missing fails instead.
 */
export function describeWhere(
  needs: { readonly missing: string | undefined; readonly required: string },
  title: string,
  body: () => void,
): void {
  const { missing, required } = needs;
  if (missing === undefined) {
    describe(title, body);
  } else if (process.env[required] === '1') {
    test(title, () => {
      throw new Error(`${required}=1, but ${missing}`);
    });
  } else {
    test.skip(`${title} (skipped: ${missing})`);
  }
}

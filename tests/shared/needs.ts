import { describe, test } from 'vitest';

/** Announces what cannot be tested here. The end of a test run counts what was skipped by the reason. */
export function skipped(title: string, reason: string): void {
  test(title, (context) => context.skip(reason));
}

/** Why a database server is not tested. */
export function notSet(product: string, variable: string): string {
  return `no ${product.split(',', 1)[0]}: ${variable} is not set`;
}

/** A test that looks at processes. */
export function testOnLinux(title: string, body: () => Promise<void>): void {
  if (process.platform === 'linux') test(title, body);
  else skipped(title, 'processes are watched by /proc, which only Linux has');
}

/**
 * Tests that need more than Node: where it is missing they are skipped with the reason. Where the environment variable
 * `required` is 1, as in CI, what is missing fails instead.
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
    skipped(title, missing);
  }
}

import { readFile } from 'node:fs/promises';

const root = new URL('../../../', import.meta.url);

export const readme = await readFile(new URL('README.md', root), 'utf8');
export const rootFile = (path: string) => new URL(path, root);

export interface Block {
  /** `js`, `ts`, `json`, `sh` ... */
  readonly language: string;
  /** What the comment before it says: `<!-- test: host -->`. */
  readonly test: string | undefined;
  readonly code: string;
}

const fenced = /(?:<!-- test: ([^>]+) -->\n)?^```(\w*)\n([\s\S]*?)^```$/gm;

export const blocks: readonly Block[] = [...readme.matchAll(fenced)].map(([, test, language = '', code = '']) => ({
  language,
  test,
  code,
}));

/** The one block marked so. */
export function blockFor(test: string): string {
  const [block, ...others] = blocks.filter((candidate) => candidate.test === test);
  if (block === undefined || others.length > 0)
    throw new Error(`README.md needs one block marked <!-- test: ${test} -->`);
  return block.code;
}

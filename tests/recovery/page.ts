import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const page = readFileSync(fileURLToPath(new URL('../../docs/recovery.md', import.meta.url)), 'utf8');

const blocks = [...page.matchAll(/(?:<!-- test: ([^>]+) -->\n)?^```(\w*)\n([\s\S]*?)^```$/gm)].map(
  ([, mark, language, code = '']) => ({ mark, language, code }),
);

/** What the comments before the blocks say; undefined where there is none. */
export const marks: readonly (string | undefined)[] = blocks.map(({ mark }) => mark);

/** Names and contents of the files that the page tells to write. */
export const files: readonly (readonly [string, string])[] = blocks.flatMap(({ mark, code }) =>
  mark?.startsWith('file ') ? [[mark.slice('file '.length), code] as const] : [],
);

/** The one block marked so. */
export function block(mark: string): string {
  const [found, ...others] = blocks.filter((candidate) => candidate.mark === mark);
  if (found === undefined || others.length > 0) throw new Error(`docs/recovery.md needs one block marked ${mark}`);
  return found.code;
}

/** Calls of the engine in the text between the blocks. */
export const calls: readonly string[] = [
  ...page.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/`(?:await )?(sync\.[^`]+)`/g),
].map(([, call = '']) => call);

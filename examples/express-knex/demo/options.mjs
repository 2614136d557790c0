import path from 'node:path';
import { parseArgs } from 'node:util';
import fs from 'fs-extra';
import { Problem } from './problem.mjs';
import { texts } from './texts.mjs';

/** Reads the command line. Language first, so that everything wrong after it is said in the user's language. */
export async function readOptions(args) {
  const t = texts[languageOf(args)];
  const { from, to, clean, help } = parse(args, t);
  if (help) return { t, help };
  const source = from === undefined ? undefined : await existingFolder(from, '--from', t);
  const share = to === undefined ? undefined : await existingFolder(to, '--to', t);
  if (source && share && (isInside(source, share) || isInside(share, source))) throw new Problem(t.foldersOverlap);
  return { t, help: false, clean, from: source, to: share };
}

function parse(args, t) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        lang: { type: 'string' },
        clean: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.lang !== undefined && !Object.hasOwn(texts, values.lang)) throw new Error(`--lang ${values.lang}`);
    return values;
  } catch (error) {
    throw new Problem(`${t.wrongOption(error.message)}\n\n${t.help}`);
  }
}

function languageOf(args) {
  const at = args.lastIndexOf('--lang');
  const wanted = at >= 0 ? args[at + 1] : args.find((arg) => arg.startsWith('--lang='))?.slice('--lang='.length);
  return wanted === 'fr' ? 'fr' : 'en';
}

/** The folder without links on the way, so that the two can be compared. */
async function existingFolder(folder, option, t) {
  const absolute = path.resolve(folder);
  const stats = await fs.stat(absolute).catch(() => undefined);
  if (!stats) throw new Problem(t.folderMissing(option, absolute));
  if (!stats.isDirectory()) throw new Problem(t.notAFolder(option, absolute));
  return fs.realpath(absolute);
}

function isInside(inner, outer) {
  const relative = path.relative(outer, inner);
  return relative === '' || (relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative));
}

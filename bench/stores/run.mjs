// What the stores cost on a large table, as ratios within one run. See README.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { interruption } from '../interruption.mjs';
import { machine } from '../machine.mjs';
import { writeTable } from '../page.mjs';
import { databases } from './databases.mjs';
import { measure } from './measure.mjs';
import { readOptions, usage } from './options.mjs';
import { subjects, suits } from './subjects.mjs';
import { tables } from './table.mjs';

const options = optionsOrEnd();
if (options.help) console.log(usage);
else await main();

function optionsOrEnd() {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}

async function main() {
  const { results: file, rows, parts, report } = options;
  const results = file && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const leftOut = [];
  const leaveOut = (what, reason) => leftOut.push(`- left out: ${what}: ${reason}`);
  for (const { subject, database } of report ? [] : chosen(leaveOut)) {
    for (const pendingEvery of [1, 100]) {
      if (interruption.aborted) break;
      try {
        for await (const result of measure({ subject, database, rows, parts, pendingEvery })) {
          add(results, result);
          if (file) writeFileSync(file, JSON.stringify(results));
          console.error(`${database.name}, ${subject.name}: ${result.part}: ${JSON.stringify(result.figures)}`);
        }
      } catch (error) {
        // The others are worth measuring all the same.
        console.error(error);
        leaveOut(`${database.name}, ${subject.name}, 1 in ${pendingEvery} pending`, error.message.split('\n')[0]);
        process.exitCode = 1;
      }
    }
  }
  const text = [`Measured on ${machine()}.`, leftOut.join('\n'), tables(results)].filter(Boolean).join('\n\n');
  console.log(text);
  if (options.write) writeTable(new URL('README.md', import.meta.url), text);
}

function chosen(leaveOut) {
  const all = databases(leaveOut).flatMap((database) =>
    subjects.filter((subject) => suits(subject, database)).map((subject) => ({ subject, database })),
  );
  const words = options.only?.split(/,(?! )/) ?? [];
  // Words for databases and for stores: one of each kind must fit, where there are any.
  const fits = (name, names) => {
    const about = words.filter((word) => names.some((one) => one.startsWith(word)));
    return about.length === 0 || about.some((word) => name.startsWith(word));
  };
  const names = { database: all.map(({ database }) => database.name), store: subjects.map(({ name }) => name) };
  const known = [...names.database, ...names.store];
  const unknown = words.find((word) => !known.some((name) => name.startsWith(word)));
  if (unknown)
    throw new Error(`--only: write how one of these begins: ${[...new Set(known)].join('; ')}; not "${unknown}"`);
  return all.filter(({ database, subject }) => fits(database.name, names.database) && fits(subject.name, names.store));
}

/** In the place of an older one of the same. */
function add(results, result) {
  const kind = ({ store, database, pendingEvery, part }) => [store, database, pendingEvery, part].join('|');
  const at = results.findIndex((other) => kind(other) === kind(result));
  if (at < 0) results.push(result);
  else results[at] = result;
}

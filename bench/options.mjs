import { parseArgs } from 'node:util';

export const usage = `npm run bench -- [options]          (build first: npm run bootstrap)
  --quick                 a couple of minutes: tmpfs and slow, the mix, 3 rounds
  --target LIST           tmpfs, disk, slow, cifs, mount (the share named by NAS_MOUNT); default all
  --data LIST             mix, large, small; default what suits the target
  --peers LIST            docmirror-4, docmirror-16, copy2, cp, cp-sync, rsync, rclone-4, rclone-16; or beginnings of them; default all
  --part LIST             copy, calls, identical, startup, second-run, growth; default all
  --rounds N              timed rounds, default 5
  --documents N           documents in the mix, in place of the target's usual number
  --order arrival|random  order of the ids, default arrival (see README)
  --work FOLDER           for sources and databases, emptied afterwards; default a folder of its own in the temp folder
  --results FILE          adds the raw results to this file (JSON), and makes the table of all that is in it
  --write                 puts the table into bench/README.md and the growth into bench/growth.svg
  --report                measures nothing, makes the table of --results
  --help`;

const lists = {
  target: ['tmpfs', 'disk', 'slow', 'cifs', 'mount'],
  data: ['mix', 'large', 'small'],
  part: ['copy', 'calls', 'identical', 'startup', 'second-run', 'growth'],
};
const quick = { target: ['tmpfs', 'slow'], data: ['mix'], part: ['copy', 'identical', 'startup'], rounds: 3 };

/** What the command line asks for. Throws with a sentence for the user. */
export function readOptions(args) {
  const text = { type: 'string' };
  const yes = { type: 'boolean', default: false };
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: {
      ...{ target: text, data: text, peers: text, part: text, rounds: text, documents: text, order: text },
      ...{ work: text, results: text, quick: yes, write: yes, report: yes, help: yes },
    },
  });
  const chosen = values.quick ? quick : {};
  return {
    help: values.help,
    report: values.report,
    write: values.write,
    targets: list('target', values.target) ?? chosen.target ?? lists.target,
    /** Undefined: what suits the target. */
    data: list('data', values.data) ?? chosen.data,
    parts: list('part', values.part) ?? chosen.part ?? lists.part,
    peers: values.peers?.split(','),
    rounds: count('rounds', values.rounds) ?? chosen.rounds ?? 5,
    documents: count('documents', values.documents),
    order: oneOf('order', ['arrival', 'random'], values.order ?? 'arrival'),
    work: values.work,
    results: values.results,
  };
}

function list(name, value) {
  return value?.split(',').map((item) => oneOf(name, lists[name], item));
}

function oneOf(name, allowed, value) {
  if (!allowed.includes(value)) throw new Error(`--${name}: write one of ${allowed.join(', ')}, not "${value}"`);
  return value;
}

function count(name, value) {
  if (value !== undefined && !/^[1-9]\d*$/.test(value)) throw new Error(`--${name}: write a whole number from 1`);
  return value === undefined ? undefined : Number(value);
}

// Measures this project beside other tools, and prints one table in Markdown. See README.md.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { growthChart } from './chart.mjs';
import { heading } from './machine.mjs';
import { measure } from './measure.mjs';
import { readOptions, usage } from './options.mjs';
import { writeTable } from './page.mjs';
import { installedPeers } from './peers/index.mjs';
import { table } from './table.mjs';

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
  const before =
    options.results && existsSync(options.results) ? JSON.parse(readFileSync(options.results, 'utf8')) : [];
  // The same call again says anew what it left out.
  const { targets, data, parts, peers: names } = options;
  const call = JSON.stringify({ targets, data, parts, names });
  const results = options.report ? before : before.filter((result) => result.call !== call);
  const leaveOut = (what, reason) => {
    if (!options.report) results.push({ part: 'left out', call, what, reason });
  };
  const peers = installedPeers(options.peers, leaveOut);
  if (!options.report) {
    const work = mkdtempSync(join(options.work ?? tmpdir(), 'docmirror-bench-'));
    try {
      for await (const result of measure({ options, work, peers, leaveOut, say: (line) => console.error(line) })) {
        results.push(result);
        if (options.results) writeFileSync(options.results, JSON.stringify(results));
      }
      if (options.results) writeFileSync(options.results, JSON.stringify(results));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  const text = `${heading(peers, results)}\n\n${table(results)}`;
  console.log(`\n${text}`);
  if (options.write) {
    writeTable(new URL('README.md', import.meta.url), text);
    const chart = growthChart(results);
    if (chart) writeFileSync(new URL('growth.svg', import.meta.url), chart);
  }
}

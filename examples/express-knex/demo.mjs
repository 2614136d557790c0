// npm run demo: the whole of docmirror in one go, over HTTP, as an app of yours would use it. `--help` tells the options.
import os from 'node:os';
import path from 'node:path';
import { createSyncClient } from '@docmirror/core/client';
import fs from 'fs-extra';
import { startBackend } from './demo/backend.mjs';
import { listCopies } from './demo/copies.mjs';
import { registerUserFiles, uploadSamples } from './demo/documents.mjs';
import { readOptions } from './demo/options.mjs';
import { print, printHeading, printStatus, printSummary } from './demo/print.mjs';
import { Problem } from './demo/problem.mjs';
import { withProgress } from './demo/progress.mjs';
import { drawTree } from './demo/tree.mjs';

async function demo({ t, from, to, clean }) {
  const scratch = await fs.mkdtemp(path.join(os.tmpdir(), 'docmirror-demo-'));
  const dataFolder = path.join(scratch, 'backend');
  const share = to ?? path.join(scratch, 'nas_backup');
  await fs.ensureDir(path.join(dataFolder, 'uploads'));
  if (!to) await fs.ensureDir(share); // docmirror itself never makes the folder of a share.

  let backend;
  let done = false;
  const letGo = async () => {
    await backend?.stop();
    // Of a temporary share, what a whole demo has made is left to look at.
    await fs.remove(done && !to && !clean ? dataFolder : scratch);
  };
  const interrupted = () => {
    process.exitCode = 130;
    letGo().finally(() => process.exit());
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    print(t.title);
    if (from) await registerUserFiles(from, dataFolder, t);
    backend = await startBackend({ dataFolder, share, language: t.language, importFolder: from });
    printHeading(t.backendHeading);
    print(`  ${t.server(backend.url)}`);
    print(`  ${t.share(share)}`);
    if (!from) await uploadSamples(backend, dataFolder, t);

    const sync = createSyncClient({
      baseUrl: `${backend.url}/api/v1/sync`,
      headers: { authorization: `Bearer ${backend.token}` },
      locale: t.language,
    });
    await mirror(sync, share, { t, from });
    done = true;
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await letGo();
  }
  print(!to && clean ? `\n${t.cleaned}` : `\n${t.left(share)}`);
}

async function mirror(sync, share, { t, from }) {
  const config = await sync.getConfig();
  const test = config.configured ? await sync.testConnection() : config;
  if (!config.configured || !test.success) throw new Problem(t.unusable(test.message, test.hint));

  printHeading(t.statusHeading);
  const before = await sync.getStatus();
  printStatus(before);

  printHeading(t.runHeading);
  const summary = await withProgress(sync.runSync(), sync, before, t);
  printSummary(summary, t);

  printHeading(t.treeHeading);
  const copies = await listCopies(share);
  const keys = copies.map((copy) => copy.key);
  print(
    drawTree(share, keys, 60)
      .map((line) => `  ${line}`)
      .join('\n'),
  );

  printHeading(t.afterHeading);
  printStatus(await sync.getStatus());
  checkFirstRun(summary, { t, from });

  printHeading(t.secondHeading);
  const second = await sync.runSync();
  printSummary(second, t);
  if (second.stopped) throw new Problem(t.runStopped(second.stopped.message, second.stopped.hint));
  if (second.synced > 0) throw new Problem(t.secondRunCopied(second.synced));
  if (JSON.stringify(await listCopies(share)) !== JSON.stringify(copies)) throw new Problem(t.secondRunChanged);
  print(`  ${second.failed > 0 ? t.nothingCopiedBut(second.failed) : t.nothingCopied}`);
}

/** One of the samples has lost its file; of the user's own files none should fail. */
function checkFirstRun(summary, { t, from }) {
  if (summary.stopped) throw new Problem(t.runStopped(summary.stopped.message, summary.stopped.hint));
  if (from && summary.failed > 0) throw new Problem(t.unexpectedFailures(summary.failed));
  const codes = summary.failures.map((failure) => failure.code).join();
  if (!from && codes !== 'SOURCE_NOT_FOUND') throw new Problem(t.unexpectedSamples(t.summary(summary)));
}

try {
  const options = await readOptions(process.argv.slice(2));
  if (options.help) print(options.t.help);
  else await demo(options);
} catch (error) {
  // The user has ended it: what fails on the way out is no news.
  if (process.exitCode !== 130) {
    process.exitCode = 1;
    console.error(
      `\n✗ ${error instanceof Problem ? error.message : [error.message, error.hint].filter(Boolean).join('\n')}`,
    );
  }
}

import { setTimeout as delay } from 'node:timers/promises';

const width = 30;

/**
 * Shows a run while it is under way: asks /status again and again until `run` is settled, and draws what is done.
 * On a terminal the line is drawn over itself; in a file or a pipe there are a few plain lines.
 */
export async function withProgress(run, sync, before, t) {
  const line = progressLine(process.stdout, t);
  const intervalMs = process.stdout.isTTY ? 150 : 1_000;
  let running = true;
  const finished = run.finally(() => {
    running = false;
  });
  const settled = finished.catch(() => undefined); // The caller hears of it below; here it only ends the waiting.
  try {
    line.draw(0, before.pending);
    while (running) {
      const { synced } = await sync.getStatus();
      if (running) line.draw(synced - before.synced, before.pending);
      await Promise.race([settled, delay(intervalMs)]);
    }
    const summary = await finished;
    line.draw(summary.synced + summary.failed, summary.total);
    return summary;
  } finally {
    line.end();
  }
}

function progressLine(stream, t) {
  let drawn = '';
  return {
    draw(done, total) {
      const part = total === 0 ? 1 : Math.min(done / total, 1);
      const filled = Math.round(part * width);
      const text = `  ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${t.progress(done, total)}`;
      if (text === drawn) return;
      stream.write(stream.isTTY ? `\r${text}\u001b[K` : `${text}\n`);
      drawn = text;
    },
    end() {
      if (stream.isTTY) stream.write('\n');
    },
  };
}

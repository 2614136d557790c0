const ms = (value) => (value < 10 ? value.toFixed(1) : value.toFixed(0));
const micro = (value) => (value * 1_000).toFixed(0);
const factor = (value) => `${value < 10 ? value.toFixed(2) : value.toFixed(0)}×`;
const mega = (value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(0)} MB`;
const verdict = (text, holds) => `${text} ${holds ? '✓' : '✗'}`;
const least = (kind) => (kind === 'sqlite' ? 20 : 5);

/** A table for each part: its title, what is asked, its columns, and the cells of a result. */
const parts = {
  pages: {
    title: 'A page of 500 pending documents, ms: at the start, in the middle, at the end',
    asked: 'the slowest under 2× the fastest.',
    columns: ['Pending', 'Start', 'Middle', 'End', 'Slowest / fastest', 'Highest pending id'],
    cells({ figures: { start, middle, end, bound }, pendingEvery }) {
      const spread = Math.max(start, middle, end) / Math.min(start, middle, end);
      const pending = pendingEvery === 1 ? 'all' : `1 in ${pendingEvery}`;
      return [pending, ms(start), ms(middle), ms(end), verdict(factor(spread), spread < 2), ms(bound)];
    },
  },
  status: {
    title: 'Status, ms, beside a count of the same rows (documents with a file), and a bare count of all rows',
    asked: 'status under 2× the count of the same rows.',
    columns: ['Pending', 'Status', 'Count', 'Status / count', 'Bare count'],
    cells({ figures: { status, withFile, all }, pendingEvery }) {
      const pending = pendingEvery === 1 ? 'all' : `1 in ${pendingEvery}`;
      const ratio = status / withFile;
      return [pending, ms(status), ms(withFile), verdict(factor(ratio), ratio < 2), ms(all)];
    },
  },
  marks: {
    title:
      'Marks of 10,000 documents, µs for each: in one call, in batches of 250 as a run sends them, one update and commit each',
    asked: 'one call at least 20× as fast as one by one on SQLite, 5× on the servers.',
    columns: ['One call', 'Batches', 'One by one', 'One by one / one call', 'One by one / batches'],
    cells({ figures: { atOnce, inBatches, oneByOne }, kind }) {
      const ratio = oneByOne / atOnce;
      const cells = [micro(atOnce), micro(inBatches), micro(oneByOne), verdict(factor(ratio), ratio >= least(kind))];
      return [...cells, factor(oneByOne / inBatches)];
    },
  },
  memory: {
    title: 'A run over all documents with a mirror that copies nothing',
    asked: 'resident memory never 64 MB above where it was when the run began.',
    columns: ['Documents', 'Time', 'At the start', 'Most', 'Most, from the first marks on', 'In use at the end'],
    cells({ figures: { total, seconds, startMb, growthMb, sinceFirstMb, heldMb } }) {
      const growth = verdict(mega(growthMb), growthMb < 64);
      const documents = total.toLocaleString('en');
      return [
        documents,
        `${seconds.toFixed(0)} s`,
        `${startMb.toFixed(0)} MB`,
        growth,
        mega(sinceFirstMb),
        mega(heldMb),
      ];
    },
  },
  receipts: {
    title: 'A run onto an empty share, 4 KB a document, µs for each: without receipts and with them, by turns',
    asked: 'with receipts at most 1.3× as long.',
    columns: ['Documents', 'Without', 'With receipts', 'With / without'],
    cells({ figures: { documents, without, withReceipts, ratio } }) {
      const times = [documents.toLocaleString('en'), without.toFixed(0), withReceipts.toFixed(0)];
      return [...times, verdict(factor(ratio), ratio <= 1.3)];
    },
  },
};

/** All results in Markdown. */
export function tables(results) {
  const counts = [...new Set(results.map(({ rows }) => rows.toLocaleString('en')))];
  const sections = Object.entries(parts).flatMap(([part, { title, asked, columns, cells }]) => {
    const some = results.filter((result) => result.part === part);
    if (some.length === 0) return [];
    const lines = [['Database', 'Store', ...columns], ...some.map((one) => [one.database, one.store, ...cells(one)])];
    lines.splice(
      1,
      0,
      lines[0].map(() => '---'),
    );
    return [`### ${title}`, `Asked: ${asked}`, lines.map((line) => `| ${line.join(' | ')} |`).join('\n')];
  });
  const plans = results.filter(({ figures }) => figures.plan);
  const planLines = plans.map(
    ({ database, store, pendingEvery, figures }) =>
      `- ${database}, ${store}, ${pendingEvery === 1 ? 'all' : `1 in ${pendingEvery}`} pending: ${figures.plan.join('; ')}`,
  );
  const plan = plans.length === 0 ? [] : ['### Plans of the page in the middle', planLines.join('\n')];
  return [`Rows of the table: ${counts.join('; ')}.`, ...sections, ...plan].join('\n\n');
}

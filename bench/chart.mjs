import { summarize } from './summary.mjs';

const panel = { width: 300, height: 190, left: 56, top: 56, gap: 90 };
const colours = ['#2563a8', '#c2571a'];

/** Growth as a picture (SVG): time for each document and peak memory over the number of documents. Undefined without results. */
export function growthChart(results) {
  const rows = summarize(results.filter(({ part }) => part === 'growth')).sort((a, b) => a.documents - b.documents);
  if (rows.length < 2) return undefined;
  const panels = [
    {
      title: 'Time for each document, ms',
      lines: [['host and copy process', ({ seconds, documents }) => (seconds * 1_000) / documents]],
    },
    {
      title: 'Peak memory, MB',
      lines: [
        ['host', ({ peak }) => peak[0]],
        ['copy process', ({ peak }) => peak[1]],
      ],
    },
  ];
  const width = 2 * (panel.left + panel.width) + panel.gap;
  const height = panel.top + panel.height + 92;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#222">`,
    '<title>Growth: time for each document and peak memory, by number of documents</title>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...panels.map((content, n) => drawPanel(content, rows, panel.left + n * (panel.width + panel.gap))),
    `<text x="${panel.left}" y="${height - 12}" fill="#666">Dashed: 20 % above the fewest documents, the growth that is allowed.</text>`,
    '</svg>\n',
  ].join('\n');
}

function drawPanel({ title, lines }, rows, left) {
  const values = lines.flatMap(([, figure]) => [...rows.map(figure), figure(rows[0]) * 1.2]);
  const step = niceStep(Math.max(...values) / 4);
  const highest = Math.ceil(Math.max(...values) / step) * step;
  const [first, last] = [rows[0], rows.at(-1)].map(({ documents }) => Math.log(documents));
  const x = ({ documents }) => left + ((Math.log(documents) - first) / (last - first)) * panel.width;
  const y = (value) => panel.top + panel.height * (1 - value / highest);
  const right = left + panel.width;
  const bottom = y(0);
  const ticks = Array.from({ length: Math.round(highest / step) + 1 }, (_, n) => n * step);
  return [
    `<text x="${left}" y="${panel.top - 32}" font-size="14" font-weight="bold">${title}</text>`,
    ...ticks.flatMap((tick) => [
      `<path d="M${left} ${y(tick)}H${right}" stroke="#ddd"/>`,
      `<text x="${left - 8}" y="${y(tick) + 4}" text-anchor="end">${Number(tick.toPrecision(3))}</text>`,
    ]),
    ...rows.map(
      (row) =>
        `<text x="${x(row)}" y="${bottom + 18}" text-anchor="middle">${row.documents.toLocaleString('en')}</text>`,
    ),
    `<text x="${left + panel.width / 2}" y="${bottom + 36}" text-anchor="middle" fill="#666">documents</text>`,
    ...lines.map(([name, figure], n) => drawLine({ name, figure, n, rows, x, y, left, right })),
  ].join('\n');
}

function drawLine({ name, figure, n, rows, x, y, left, right }) {
  const colour = colours[n];
  const path = rows.map((row, n) => `${n === 0 ? 'M' : 'L'}${x(row).toFixed(1)} ${y(figure(row)).toFixed(1)}`).join('');
  const limit = y(figure(rows[0]) * 1.2).toFixed(1);
  return [
    `<path d="M${left} ${limit}H${right}" stroke="${colour}" stroke-dasharray="4 4" opacity=".6"/>`,
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...rows.map(
      (row) => `<circle cx="${x(row).toFixed(1)}" cy="${y(figure(row)).toFixed(1)}" r="3.5" fill="${colour}"/>`,
    ),
    `<text x="${left + n * 60}" y="${panel.top - 14}" fill="${colour}">${name}</text>`,
  ].join('\n');
}

/** 1, 2 or 5 times a power of ten, at least this. */
function niceStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least);
}

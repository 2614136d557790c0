import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const page = read('docs/guarantees.md');
const chapters = page.split(/^## /m).slice(1);
const named = [...page.matchAll(/^- `([^`]+)`: (.+)$/gm)].map(([, file = '', title = '']) => ({ file, title }));

describe('docs/guarantees.md', () => {
  test('has the promises, and what receipts add, each with a test', () => {
    expect(chapters.map((chapter) => Number.parseInt(chapter, 10) || chapter.split('\n', 1)[0])).toEqual([
      ...Array.from({ length: 14 }, (_, n) => n + 1),
      16,
      'With receipts',
    ]);
    for (const chapter of chapters) expect(chapter, chapter.split('\n', 1)[0]).toMatch(/^- `[^`]+`: /m);
  });

  test.each(named)('names a test that exists: $file, $title', ({ file, title }) => {
    expect(existsSync(fileURLToPath(new URL(`../../${file}`, import.meta.url))), file).toBe(true);
    // Enough of it to be no other.
    expect(title.length).toBeGreaterThan(12);
    expect(read(file)).toContain(title);
  });

  test('no line that looks like the name of a test is read over', () => {
    expect(page.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(named.length);
  });
});

import { readFileSync, writeFileSync } from 'node:fs';

/** Puts a text between the marks that a page has for it. */
export function writeTable(page, text) {
  const [before, , after] = readFileSync(page, 'utf8').split(/^<!-- (?:table|end of table).* -->$/m);
  const marks = ['<!-- table: written by the script -->', '<!-- end of table -->'];
  writeFileSync(page, [before, marks[0], '\n\n', text, '\n\n', marks[1], after].join(''));
}

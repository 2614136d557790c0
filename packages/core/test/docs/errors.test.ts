import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { syncErrorCodes } from '../../src/errors/codes.js';
import { statusOf } from '../../src/http/status-of.js';
import { english } from '../../src/messages/en.js';

const page = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.slice(1, -1).split('|'))
  .map((cells) => cells.map((cell) => cell.trim()));

/** Thrown in the host's process or the client's, or only listed; the router never answers with them. */
const neverAnswered = ['FAILURE_UNKNOWN', 'RUN_ABORTED', 'OPTIONS_INVALID', 'SERVER_UNREACHABLE', 'ANSWER_INVALID'];

describe('docs/errors.md', () => {
  test('lists every code, once, in the order of the code list', () => {
    expect(rows.map(([code]) => code)).toEqual(syncErrorCodes.map((code) => `\`${code}\``));
  });

  test.each([...syncErrorCodes])('says of %s what the library says', (code) => {
    const row = rows.find(([cell]) => cell === `\`${code}\``) ?? [];
    expect(row).toHaveLength(5);
    const [, status, message, meaning, whatToDo] = row;
    expect(message).toBe(english.errors[code].message);
    expect(whatToDo).toBe(english.errors[code].hint);
    expect(meaning).not.toBe('');
    expect(status).toBe(neverAnswered.includes(code) ? '–' : String(statusOf(code)));
  });
});

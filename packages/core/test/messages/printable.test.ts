import fc from 'fast-check';
import { expect, describe as group, test } from 'vitest';
import { syncErrorCodes } from '../../src/errors/codes.js';
import { SyncError } from '../../src/errors/sync-error.js';
import { describe } from '../../src/messages/describe.js';
import { locales } from '../../src/messages/locale.js';
import { printable } from '../../src/messages/printable.js';
import { createArchive } from '../run/archive.js';

const steering = /[\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

group('text of a row in a message', () => {
  test.each([
    ['\x1b[2J', '\\u001b[2J'],
    ['a\nINFO all is well', 'a\\u000aINFO all is well'],
    ['a\r\tb\x07\x9b', 'a\\u000d\\u0009b\\u0007\\u009b'],
    ['\u202efdp.exe', '\\u202efdp.exe'],
    ['\ud800', '\\ud800'],
    ['\u{e0041}', '\\udb40\\udc41'],
  ])('%j is shown as %s', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test.each(['Facture n°12 – été.pdf', 'C:\\scans\\1.pdf', '請求書', '🙂 👩‍👧', 'می‌خواهم'])('%s stays', (text) => {
    expect(printable(text)).toBe(text);
  });

  test('no value steers a terminal, whatever the code, the language and the value', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.constantFrom(...syncErrorCodes), fc.constantFrom(...locales), text, (code, locale, value) => {
        const params = new Proxy({}, { get: () => value }) as Record<string, string>;
        const { message, hint } = describe(code, params, locale);
        expect(steering.test(message + hint)).toBe(false);
        expect(steering.test(new SyncError(code, { params, locale }).message)).toBe(false);
      }),
    );
  });
});

test('a run says what is wrong on one line: in events, errors and warnings', async () => {
  const archive = createArchive();
  archive.put({ id: 1, date: '\x1b[2J\n2026-01-01 INFO all is well' });
  archive.put({ id: 2, type: '\x1b]0;x\x07' });
  const sync = archive.engine();
  const told: string[] = [];
  sync.on('document:failed', ({ message }) => void told.push(message));
  const { errors, warnings } = await sync.runSync();
  const lines = [...told, ...errors, ...warnings];
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(line).not.toMatch(steering);
  expect(warnings[0]).toContain('\\u001b]0;x\\u0007');
});

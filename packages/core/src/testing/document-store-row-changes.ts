import type { SuiteRow } from './document-store-harness.js';

/** What may happen to a row after it was read: each must keep its mark from being set, or taken back. */
export function rowChanges(versionDigits: 3 | 6): readonly (readonly [string, Partial<SuiteRow>])[] {
  const later = `2024-02-01T10:11:12.${versionDigits === 3 ? '124' : '123457'}Z`;
  return [
    ['type', { type: 'receipt' }],
    ['case of the type', { type: 'Invoice' }],
    ['type to null', { type: null }],
    ['date', { date: '2024-02-01' }],
    ['date to null', { date: null }],
    ['source', { source: 'other.pdf' }],
    ['case of the source', { source: '2024/FILE-1.pdf' }],
    ['accent of the source', { source: '2024/filé-1.pdf' }],
    ['a space after the source', { source: '2024/file-1.pdf ' }],
    ['source to null', { source: null }],
    ['file name', { fileName: 'other.pdf' }],
    ['file name to null', { fileName: null }],
    ['version', { version: later }],
    ['version to null', { version: null }],
    ['scope', { inScope: false }],
  ];
}

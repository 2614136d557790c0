import { describe, expect, test } from 'vitest';
import { foldersSchema, resolveFolders } from '../../src/plan/folders.js';
import { findFolderConflict, missingFolders } from '../../src/plan/pinned-folders.js';

const english = { receipt: 'receipts', invoice: 'invoices', payslip: 'salaries', other: 'others' };

function problemsOf(folders: unknown): string[] {
  const result = foldersSchema.safeParse(folders);
  return result.success ? [] : result.error.issues.map((issue) => issue.message);
}

describe('folders', () => {
  test('the names of the specification', () => {
    expect(resolveFolders('en')).toEqual(english);
    expect(resolveFolders('fr')).toEqual({
      receipt: 'tickets',
      invoice: 'factures',
      payslip: 'salaires',
      other: 'autres',
    });
  });

  test('own folders replace and add, whatever the case of the type', () => {
    const own = { Invoice: 'Bills', CONTRACT: 'contracts 2', OTHER: 'Divers', constructor: 'built' };
    expect(problemsOf(own)).toEqual([]);
    expect(resolveFolders('en', own)).toEqual({
      ...english,
      invoice: 'Bills',
      contract: 'contracts 2',
      other: 'Divers',
      constructor: 'built',
    });
    expect(resolveFolders('en')).toEqual(english);
  });

  test.each([
    '',
    ' ',
    '.',
    '..',
    '../x',
    'a/b',
    'a\\b',
    '/abs',
    '.hidden',
    'a.',
    'a ',
    ' a',
    'CON',
    'nul.x',
    'a:b',
    'a\0',
    'x'.repeat(241),
    'e\u0301',
    '@eaDir',
    '#recycle',
  ])('%j is refused, with what to write', (folder) => {
    const [problem = ''] = problemsOf({ invoice: folder });
    expect(problem).toContain(`"${folder}" cannot be a folder`);
    expect(problem).toContain('write one plain name such as "invoices"');
  });

  test.each(['undated', 'Undated'])('%s is taken', (folder) => {
    expect(problemsOf({ invoice: folder })).toEqual([
      `"${folder}" is the folder of documents without a date; write another name`,
    ]);
  });

  test('types that are the same are refused, and empty ones', () => {
    expect(problemsOf({ bill: 'a', Bill: 'b' })).toEqual([
      'the types "bill" and "Bill" are the same, case does not count; write one of them',
    ]);
    expect(problemsOf({ ' ': 'a' })).toEqual(['a type cannot be empty; write the type as it stands in the database']);
    expect(problemsOf({ bill: 5 })).toHaveLength(1);
  });
});

describe('pinned folders', () => {
  test('a known type with another folder is a conflict, to the letter', () => {
    expect(findFolderConflict(english, english)).toBeUndefined();
    expect(findFolderConflict(english, { ...english, invoice: 'Invoices' })).toEqual({
      type: 'invoice',
      pinned: 'invoices',
      wanted: 'Invoices',
    });
  });

  test('a type that only one side knows is none', () => {
    expect(findFolderConflict(english, { constructor: 'x', contract: 'contracts' })).toBeUndefined();
    expect(findFolderConflict({ ...english, contract: 'contracts' }, english)).toBeUndefined();
  });

  test('types to add', () => {
    expect(missingFolders(english, english)).toEqual({});
    expect(missingFolders(english, { ...english, constructor: 'x' })).toEqual({ constructor: 'x' });
    expect(missingFolders(english, { receipt: 'else' })).toEqual({});
  });
});

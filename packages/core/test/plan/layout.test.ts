import { describe, expect, test } from 'vitest';
import type { Document } from '../../src/document.js';
import { SyncError } from '../../src/errors/sync-error.js';
import { createLayout, planPlace } from '../../src/plan/layout.js';

const layout = createLayout({ locale: 'en' });

function document(changes: Partial<Document> = {}): Document {
  return { id: 42, type: 'invoice', date: '2024-01-15', source: 'up/abc.pdf', ...changes };
}

function thrownBy(action: () => unknown): SyncError {
  try {
    action();
  } catch (error) {
    if (error instanceof SyncError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('createLayout', () => {
  test('English or French folders, UTC', () => {
    expect(layout.timeZone).toBe('UTC');
    expect(planPlace(document(), createLayout({ locale: 'fr' })).directory).toBe('2024/01/factures');
  });

  test('a zone that does not exist is refused by name', () => {
    const error = thrownBy(() => createLayout({ locale: 'en', timeZone: 'Europe/Pariss' }));
    expect(error.code).toBe('OPTIONS_INVALID');
    expect(error.message).toContain('option "timeZone": "Europe/Pariss" is not a known time zone; write');
  });

  test('a folder that cannot be is refused by name', () => {
    const error = thrownBy(() => createLayout({ locale: 'en', folders: { invoice: '../out' } }));
    expect(error.code).toBe('OPTIONS_INVALID');
    expect(error.message).toContain('option "folders.invoice": "../out" cannot be a folder');
  });
});

describe('planPlace', () => {
  test('year, month, folder, name', () => {
    expect(planPlace(document(), layout)).toEqual({
      directory: '2024/01/invoices',
      fileName: 'abc.pdf',
      idTag: '42',
      warnings: [],
    });
  });

  test.each(['INVOICE', ' Invoice '])('the type %j is an invoice', (type) => {
    expect(planPlace(document({ type }), layout)).toMatchObject({ directory: '2024/01/invoices', warnings: [] });
  });

  test('own folders', () => {
    const own = createLayout({ locale: 'en', folders: { Contract: 'Contrats', other: 'misc' } });
    expect(planPlace(document({ type: 'contract' }), own).directory).toBe('2024/01/Contrats');
    expect(planPlace(document({ type: 'unheard of' }), own).directory).toBe('2024/01/misc');
  });

  test.each(['quote', 'constructor', '__proto__', '', null])(
    'the unknown type %j is filed under other, with a warning',
    (type) => {
      expect(planPlace(document({ type }), layout)).toMatchObject({
        directory: '2024/01/others',
        warnings: [{ phrase: 'typeUnknown', params: { type: type ?? '', folder: 'others' } }],
      });
    },
  );

  test('a type that is known is no surprise', () => {
    expect(planPlace(document({ type: 'other' }), layout)).toMatchObject({ directory: '2024/01/others', warnings: [] });
  });

  test.each([null, '', '  '])('without a date (%j) a document is undated, with a warning', (date) => {
    expect(planPlace(document({ date }), layout)).toMatchObject({
      directory: 'undated/invoices',
      warnings: [{ phrase: 'dateMissing', params: { folder: 'undated' } }],
    });
  });

  test('both warnings at once', () => {
    const { directory, warnings } = planPlace(document({ date: null, type: null }), layout);
    expect(directory).toBe('undated/others');
    expect(warnings.map(({ phrase }) => phrase)).toEqual(['dateMissing', 'typeUnknown']);
  });

  test('a timestamp is read in the zone of the layout', () => {
    const date = new Date('2024-01-31T23:30:00Z');
    expect(planPlace(document({ date }), layout).directory).toBe('2024/01/invoices');
    expect(planPlace(document({ date }), createLayout({ locale: 'en', timeZone: 'Europe/Paris' })).directory).toBe(
      '2024/02/invoices',
    );
  });

  test.each([
    ['2024-02-30', '2024-02-30'],
    [new Date(Number.NaN), 'Invalid Date'],
    [new Date(8.64e15), '+275760-09-13T00:00:00.000Z'],
    ['🙂'.repeat(500), '🙂'.repeat(40)],
  ])('the date %s cannot be read', (date, shown) => {
    const error = thrownBy(() => planPlace(document({ date }), layout));
    expect(error).toMatchObject({ code: 'DOCUMENT_DATE_INVALID', params: { date: shown }, scope: 'document' });
  });

  test.each([
    [{ fileName: 'Facture.pdf' }, 'Facture.pdf'],
    [{ fileName: '' }, 'abc.pdf'],
    [{ fileName: null }, 'abc.pdf'],
    [{ source: '/app/uploads/x.pdf' }, 'x.pdf'],
    [{ source: 'C:\\uploads\\x.pdf' }, 'x.pdf'],
    [{ source: 'x.pdf' }, 'x.pdf'],
    [{ source: 'uploads/x/' }, 'x'],
    [{ source: 'uploads/..' }, 'document-42'],
    [{ source: null }, 'document-42'],
    [{ fileName: '../../x.pdf' }, '.._.._x-42.pdf'],
    [{ fileName: 'NUL.pdf', id: 'abc' }, '_NUL-hba7816bf8f.pdf'],
  ])('of %j the name is %j', (changes, fileName) => {
    expect(planPlace(document(changes), layout).fileName).toBe(fileName);
  });
});

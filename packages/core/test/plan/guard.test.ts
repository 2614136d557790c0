import { describe, expect, test } from 'vitest';
import type { Marker, MirrorState } from '../../src/mirror.js';
import { decideGuard, type GuardQuestion } from '../../src/plan/guard.js';

const folders = { invoice: 'invoices', other: 'others' };
const marker: Marker = { id: 'the-share', createdAt: '2024-01-01T00:00:00.000Z', folders };

function ask(state: MirrorState, otherwise: Partial<GuardQuestion> = {}) {
  return decideGuard({ state, expectedId: undefined, synced: 0, folders, ...otherwise });
}

describe('the guard', () => {
  test('says of a share that cannot be used what is wrong with it', () => {
    const state = { usable: false, code: 'MIRROR_FULL', params: { path: '/mnt/nas' } } as const;
    expect(ask(state)).toEqual({ act: 'refuse', code: 'MIRROR_FULL', params: { path: '/mnt/nas' } });
  });

  test('takes a root without marker for a first use where nothing was ever synced', () => {
    expect(ask({ usable: true, marker: null })).toEqual({ act: 'adopt' });
  });

  test.each([{ synced: 1 }, { expectedId: 'the-share' }, { synced: 1, expectedId: 'the-share' }])(
    'refuses a root without marker where a share was used before: %o',
    (before) => {
      const refusal = { act: 'refuse', code: 'MIRROR_NOT_OURS', params: {} };
      expect(ask({ usable: true, marker: null }, before)).toEqual(refusal);
    },
  );

  test.each([{}, { synced: 5 }, { expectedId: 'the-share' }, { synced: 5, expectedId: 'the-share' }])(
    'lets copies go to a root with the marker: %o',
    (before) => {
      expect(ask({ usable: true, marker }, before)).toEqual({ act: 'go', marker });
    },
  );

  test('refuses the marker of another share', () => {
    const refusal = { act: 'refuse', code: 'MIRROR_OTHER_SHARE', params: {} };
    expect(ask({ usable: true, marker }, { expectedId: 'another' })).toEqual(refusal);
  });

  test('refuses another folder for a type that has one', () => {
    const answer = ask({ usable: true, marker }, { folders: { ...folders, invoice: 'factures' } });
    const params = { type: 'invoice', pinned: 'invoices', wanted: 'factures' };
    expect(answer).toEqual({ act: 'refuse', code: 'MIRROR_LAYOUT_CHANGED', params });
  });

  test('extends a marker that lacks a type, but not where another one is in conflict', () => {
    const more = { ...folders, contract: 'contracts' };
    expect(ask({ usable: true, marker }, { folders: more })).toEqual({ act: 'extend' });
    const answer = ask({ usable: true, marker }, { folders: { ...more, other: 'autres' } });
    expect(answer).toMatchObject({ act: 'refuse', code: 'MIRROR_LAYOUT_CHANGED' });
  });

  test('leaves types alone that only the marker knows', () => {
    expect(ask({ usable: true, marker }, { folders: { invoice: 'invoices' } })).toEqual({ act: 'go', marker });
  });
});

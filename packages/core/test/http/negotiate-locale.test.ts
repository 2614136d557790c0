import { describe, expect, test } from 'vitest';
import { negotiateLocale } from '../../src/http/negotiate-locale.js';

describe('negotiateLocale', () => {
  test.each([
    [undefined, 'en'],
    ['', 'en'],
    ['fr', 'fr'],
    ['FR', 'fr'],
    ['fr-CA', 'fr'],
    ['fr-CA,fr;q=0.9,en-US;q=0.8,en;q=0.7', 'fr'],
    ['en-US,en;q=0.9,fr;q=0.8', 'en'],
    ['en;q=0.2, fr;q=0.9', 'fr'],
    ['en;q=0.2,fr-CA;q=0.1,fr;q=0.9', 'fr'],
    ['de, fr;q=0.1', 'fr'],
    ['de-AT, es', 'en'],
    ['*', 'en'],
    ['fr, *', 'fr'],
    ['fr;q=0.3, *;q=0.8', 'en'],
    ['en;q=0, *', 'fr'],
    ['fr;q=0', 'en'],
    ['fr;q=0, *', 'en'],
    ['fr ; q=0.5 , en ; q=0.4', 'fr'],
    // Of equals, the first.
    ['fr, en', 'fr'],
    ['en, fr', 'en'],
    // Not a language range, not a quality.
    ['frog', 'en'],
    ['fr;q=2, en;q=0.1', 'en'],
    ['fr;q=abc', 'en'],
    [',;,q=1;;-', 'en'],
  ] as const)('%j asks for %s', (header, expected) => {
    expect(negotiateLocale(header)).toBe(expected);
  });

  test('what the host has set outweighs the request', () => {
    expect(negotiateLocale('fr', 'en')).toBe('en');
    expect(negotiateLocale('en', 'fr')).toBe('fr');
    expect(negotiateLocale(undefined, 'fr')).toBe('fr');
  });
});

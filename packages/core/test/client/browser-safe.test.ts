import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** Everything that is loaded with this file: our own files by path, packages by name. */
function loadedWith(file: URL, seen = new Set<string>()): Set<string> {
  if (seen.has(file.href)) return seen;
  seen.add(file.href);
  const source = readFileSync(fileURLToPath(file), 'utf8');
  for (const [, typeOnly, name = ''] of source.matchAll(/^(?:import|export) (type )?[^;]*?from '([^']+)';/gms)) {
    if (typeOnly) continue;
    if (name.startsWith('.')) loadedWith(new URL(name.replace(/\.js$/, '.ts'), file), seen);
    else seen.add(name);
  }
  return seen;
}

test('the client needs nothing that a browser has not', () => {
  const loaded = [...loadedWith(new URL('../../src/client/index.ts', import.meta.url))];
  expect(loaded.some((name) => name.endsWith('/http/contract.ts'))).toBe(true);
  expect(loaded.filter((name) => !name.startsWith('file:'))).toEqual(['zod']);
});

test('and this would be seen if it did', () => {
  const engine = loadedWith(new URL('../../src/index.ts', import.meta.url));
  expect([...engine].some(isBuiltin)).toBe(true);
});

test('no code on the way asks for Node’s globals', () => {
  for (const name of loadedWith(new URL('../../src/client/index.ts', import.meta.url))) {
    if (!name.startsWith('file:')) continue;
    expect(readFileSync(fileURLToPath(name), 'utf8'), name).not.toMatch(/\b(process\.|Buffer\b|require\(|__dirname)/);
  }
});

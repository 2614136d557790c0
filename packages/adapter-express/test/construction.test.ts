import { describe, expect, test } from 'vitest';
import { createSyncRouter, type SyncRouterOptions } from '../src/index.js';
import { scriptedApi } from './scripted-api.js';

/** As a host without types would call it. */
function construct(options: unknown, sync: unknown = scriptedApi()): unknown {
  return createSyncRouter(sync as never, options as SyncRouterOptions);
}

function refusal(options: unknown, sync?: unknown): string {
  try {
    construct(options, sync);
  } catch (error) {
    expect(error).toMatchObject({ name: 'SyncError', code: 'OPTIONS_INVALID' });
    return (error as Error).message;
  }
  throw new Error('was not refused');
}

const whatToWrite =
  'Write authorize: (req) => isAdmin(req) to say who may use these routes, or authorize: false if everybody may who gets past the middlewares before the router.';

describe('authorize must be said', () => {
  test.each([[undefined], [null], [{}], [{ authorize: undefined }], [{ locale: 'fr' }]])(
    'missing in %j: says what to write',
    (options) => {
      expect(refusal(options)).toBe(`createSyncRouter: option "authorize": is missing. ${whatToWrite}`);
    },
  );

  test.each([[true], [null], ['admin'], [0], [1], [{}], [[]]])('%j is refused', (authorize) => {
    expect(refusal({ authorize })).toBe(
      `createSyncRouter: option "authorize": must be a function or false. ${whatToWrite}`,
    );
  });

  test('a middleware is refused with the line to write instead', () => {
    const middleware = (_request: unknown, _response: unknown, next: () => void) => next();
    expect(refusal({ authorize: middleware })).toBe(
      'createSyncRouter: option "authorize": takes the request and returns true or false; a function of 3 arguments is a middleware. ' +
        'Write app.use(path, requireAdmin, createSyncRouter(sync, { authorize: false })) with your middleware as requireAdmin.',
    );
    const errorMiddleware = (_e: unknown, _request: unknown, _response: unknown, next: () => void) => next();
    expect(refusal({ authorize: errorMiddleware })).toContain('a function of 4 arguments is a middleware');
  });

  test.each([[false], [() => true], [async () => false], [(request: unknown) => request !== null]])(
    '%s is taken',
    (authorize) => {
      expect(construct({ authorize })).toBeTypeOf('function');
    },
  );
});

describe('the other options', () => {
  test('a locale we do not speak is refused', () => {
    expect(refusal({ authorize: false, locale: 'de' })).toBe(
      'createSyncRouter: option "locale": must be one of en, fr',
    );
  });

  test('an onError that is no function is refused', () => {
    expect(refusal({ authorize: false, onError: 'log' })).toContain('option "onError": must be a function');
  });

  test('an option nobody knows is refused by name', () => {
    expect(refusal({ authorize: false, authorise: () => true })).toContain('"authorise"');
  });
});

describe('sync', () => {
  test.each([[null], [{}], ['sync'], [() => undefined]])('%j is refused', (sync) => {
    const message = refusal({ authorize: false }, sync);
    expect(message).toContain('must be what createSyncEngine returns');
    expect(message).toContain('getConfig, testConnection, getStatus, runSync, syncDocument, adopt');
    expect(message).toContain('plan, verify, getFailures, restore');
  });

  test('an object that lacks one method is refused with its name', () => {
    expect(refusal({ authorize: false }, { ...scriptedApi(), adopt: undefined })).toContain('(it has no adopt)');
  });
});

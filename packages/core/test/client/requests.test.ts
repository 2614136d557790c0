import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createSyncClient } from '../../src/client/sync-client.js';
import { SyncError } from '../../src/errors/sync-error.js';
import { scripted } from '../../src/testing/router-scripted.js';
import { answering, listen } from './answering.js';

async function recording() {
  const requests: IncomingMessage[] = [];
  const baseUrl = await listen((request, response) => {
    requests.push(request);
    response.end(JSON.stringify(scripted.status));
  });
  return { baseUrl, requests };
}

describe('headers', () => {
  test('an object is sent with every request', async () => {
    const { baseUrl, requests } = await recording();
    const client = createSyncClient({ baseUrl, headers: { authorization: 'Bearer 1', 'x-tenant': '7' } });
    await client.getStatus();
    expect(requests[0]?.headers).toMatchObject({
      authorization: 'Bearer 1',
      'x-tenant': '7',
      accept: 'application/json',
    });
  });

  test('a function is asked each time', async () => {
    const { baseUrl, requests } = await recording();
    let token = 0;
    const client = createSyncClient({ baseUrl, headers: async () => ({ authorization: `Bearer ${++token}` }) });
    await client.getStatus();
    await client.getStatus();
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer 1', 'Bearer 2']);
  });

  test('what the function throws reaches the caller as it is', async () => {
    const { baseUrl, requests } = await recording();
    const problem = new Error('signed out');
    const client = createSyncClient({ baseUrl, headers: () => Promise.reject(problem) });
    await expect(client.getStatus()).rejects.toBe(problem);
    expect(requests).toEqual([]);
  });

  test('the language of the call outweighs that of the client', async () => {
    const { baseUrl, requests } = await recording();
    const client = createSyncClient({ baseUrl, locale: 'fr' });
    await client.getStatus();
    await client.getStatus({ locale: 'en' });
    expect(requests.map(({ headers }) => headers['accept-language'])).toEqual(['fr', 'en']);
  });

  test('without one, the caller’s own Accept-Language is left alone', async () => {
    const { baseUrl, requests } = await recording();
    await createSyncClient({ baseUrl, headers: { 'Accept-Language': 'de' } }).getStatus();
    expect(requests[0]?.headers['accept-language']).toBe('de');
  });
});

describe('paths', () => {
  test.each(['', '/', '//'])('a baseUrl may end with %j', async (end) => {
    const { baseUrl, requests } = await recording();
    await createSyncClient({ baseUrl: `${baseUrl}/api/v1/sync${end}` }).getStatus();
    expect(requests[0]?.url).toBe('/api/v1/sync/status');
  });

  test.each(['', '.', '..', '\ud800'])('the id %j is refused before it can lead elsewhere', async (id) => {
    const { baseUrl, requests } = await recording();
    const client = createSyncClient({ baseUrl, locale: 'fr' });
    await expect(client.syncDocument(id)).rejects.toMatchObject({
      code: 'DOCUMENT_ID_INVALID',
      message: 'Identifiant de document non valide',
    });
    expect(requests).toEqual([]);
  });

  test('the option fetch is used in place of the global one', async () => {
    const urls: unknown[] = [];
    const client = createSyncClient({
      baseUrl: 'http://nowhere.invalid/sync',
      fetch: async (url, init) => {
        urls.push([init?.method, url]);
        return Response.json(scripted.document);
      },
    });
    expect(await client.syncDocument('a/b')).toEqual(scripted.document);
    expect(urls).toEqual([['POST', 'http://nowhere.invalid/sync/document/a%2Fb']]);
  });
});

describe('options', () => {
  test.each([
    [undefined, '"baseUrl": must be where the sync router is mounted, such as "https://example.org/api/v1/sync"'],
    [{ baseUrl: '' }, '"baseUrl": must be where'],
    [{ baseUrl: 'api/v1/sync' }, '"baseUrl": must be where'],
    [{ baseUrl: 'ftp://example.org' }, '"baseUrl": must be where'],
    [{ baseUrl: '//example.org/sync' }, '"baseUrl": must be where'],
    // There is no page here that could complete it.
    [{ baseUrl: '/api/v1/sync' }, 'such as "http://127.0.0.1:3000/api/v1/sync"'],
    [{ baseUrl: 'http://example.org/sync?token=1' }, 'no query and no fragment'],
    [{ baseUrl: 'http://me:secret@example.org/sync' }, 'send it by the option "headers"'],
    [{ baseUrl: 'http://example.org', locale: 'de' }, '"locale": must be one of en, fr'],
    [{ baseUrl: 'http://example.org', headers: 'Bearer 1' }, '"headers": must be an object of texts, or a function'],
    [{ baseUrl: 'http://example.org', fetch: true }, '"fetch": must be a function like fetch'],
    [{ baseUrl: 'http://example.org', timeoutMs: 0.5 }, '"timeoutMs": must be a whole number of milliseconds'],
    [{ baseUrl: 'http://example.org', timeout: 1 }, '"timeout"'],
  ])('%j is refused', (options, sentence) => {
    const construct = () => createSyncClient(options as never);
    expect(construct).toThrow(SyncError);
    expect(construct).toThrow(sentence);
  });

  test('in a browser, a path will do', async () => {
    Object.assign(globalThis, { location: new URL('https://example.org/page') });
    try {
      const seen: unknown[] = [];
      const send = async (url: unknown) => {
        seen.push(url);
        return Response.json(scripted.status);
      };
      await createSyncClient({ baseUrl: '/api/v1/sync', fetch: send }).getStatus();
      expect(seen).toEqual(['/api/v1/sync/status']);
      expect(() => createSyncClient({ baseUrl: 'api/v1/sync' })).toThrow('must be where');
    } finally {
      Reflect.deleteProperty(globalThis, 'location');
    }
  });

  test('a client can be made where there is no server yet', async () => {
    const baseUrl = await answering(200, scripted.status);
    expect(() => createSyncClient({ baseUrl: 'http://127.0.0.1:1/sync' })).not.toThrow();
    expect(await createSyncClient({ baseUrl }).getStatus()).toEqual(scripted.status);
  });
});

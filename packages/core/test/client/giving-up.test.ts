import { describe, expect, test } from 'vitest';
import { createSyncClient } from '../../src/client/sync-client.js';
import { isSyncError } from '../../src/errors/sync-error.js';
import { scripted } from '../../src/testing/router-scripted.js';
import { listen } from './answering.js';

/** A server that takes requests and never answers; `reached` resolves with each. */
async function silence() {
  let reach: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return { baseUrl: await listen(() => reach()), reached };
}

const calls = ['getConfig', 'testConnection', 'getStatus', 'runSync', 'adopt'] as const;

describe('a caller who lets go', () => {
  test.each(calls)('%s rejects with RUN_ABORTED, and the reason as its cause', async (call) => {
    const { baseUrl, reached } = await silence();
    const controller = new AbortController();
    const answer = createSyncClient({ baseUrl, locale: 'fr' })[call]({ signal: controller.signal });
    const seen = expect(answer).rejects.toMatchObject({
      code: 'RUN_ABORTED',
      message: 'La synchronisation a été annulée',
      cause: 'tab closed',
    });
    await reached;
    controller.abort('tab closed');
    await seen;
  });

  test('also where the signal was there before the call, and for a document', async () => {
    const { baseUrl } = await silence();
    const answer = createSyncClient({ baseUrl }).syncDocument(1, { signal: AbortSignal.abort('no') });
    await expect(answer).rejects.toMatchObject({ code: 'RUN_ABORTED', cause: 'no' });
  });

  test('also while the answer is on its way', async () => {
    const baseUrl = await listen((_request, response) => {
      response.writeHead(200).write('{"total_documents":');
    });
    const controller = new AbortController();
    const client = createSyncClient({
      baseUrl,
      fetch: async (...request) => {
        const response = await fetch(...request);
        queueMicrotask(() => controller.abort());
        return response;
      },
    });
    await expect(client.getStatus({ signal: controller.signal })).rejects.toMatchObject({
      code: 'RUN_ABORTED',
      cause: { name: 'AbortError' },
    });
  });
});

describe('a server that does not answer', () => {
  test('nobody listening is SERVER_UNREACHABLE', async () => {
    const client = createSyncClient({ baseUrl: 'http://127.0.0.1:1/sync' });
    await expect(client.runSync()).rejects.toMatchObject({
      code: 'SERVER_UNREACHABLE',
      message: 'The server cannot be reached',
      cause: expect.any(Error),
    });
  });

  test('a connection that breaks off is SERVER_UNREACHABLE', async () => {
    const baseUrl = await listen((request) => request.socket.destroy());
    await expect(createSyncClient({ baseUrl }).runSync()).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
  });

  test('timeoutMs bounds the short calls', async () => {
    const { baseUrl } = await silence();
    await expect(createSyncClient({ baseUrl, timeoutMs: 20 }).getStatus()).rejects.toMatchObject({
      code: 'SERVER_UNREACHABLE',
      cause: { message: 'No answer within 20 ms' },
    });
  });

  test('timeoutMs does not bound a run or a document: only the caller does', async () => {
    const { baseUrl } = await silence();
    const client = createSyncClient({ baseUrl, timeoutMs: 1 });
    for (const answer of [
      client.runSync({ signal: AbortSignal.timeout(50) }),
      client.syncDocument(1, { signal: AbortSignal.timeout(50) }),
    ]) {
      await expect(answer).rejects.toMatchObject({ code: 'RUN_ABORTED', cause: { name: 'TimeoutError' } });
    }
  });

  test('a run outlives the five minutes after which Node’s fetch hangs up: it is joined again', async () => {
    const headersTimeout = Object.assign(new Error('Headers Timeout Error'), { code: 'UND_ERR_HEADERS_TIMEOUT' });
    const hangUp = new TypeError('fetch failed', { cause: headersTimeout });
    let asked = 0;
    const client = createSyncClient({
      baseUrl: 'http://nowhere.invalid',
      fetch: async () => {
        asked += 1;
        if (asked < 3) throw hangUp;
        return Response.json(scripted.summary);
      },
    });
    expect(await client.runSync()).toEqual(scripted.summary);
    expect(asked).toBe(3);
  });

  test('only a run is asked for again', async () => {
    const headersTimeout = Object.assign(new Error('Headers Timeout Error'), { code: 'UND_ERR_HEADERS_TIMEOUT' });
    let asked = 0;
    const client = createSyncClient({
      baseUrl: 'http://nowhere.invalid',
      fetch: async () => {
        asked += 1;
        throw new TypeError('fetch failed', { cause: headersTimeout });
      },
    });
    await client.syncDocument(1).catch((error) => expect(isSyncError(error) && error.code).toBe('SERVER_UNREACHABLE'));
    expect(asked).toBe(1);
  });
});

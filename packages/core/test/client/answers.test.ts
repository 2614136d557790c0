import { describe, expect, test } from 'vitest';
import { createSyncClient } from '../../src/client/sync-client.js';
import { scripted } from '../../src/testing/router-scripted.js';
import { answering } from './answering.js';

describe('answers of a newer server', () => {
  test('fields we do not know are let through', async () => {
    const body = { ...scripted.status, bytes_total: 7, queue: { length: 1 } };
    const client = createSyncClient({ baseUrl: await answering(200, body) });
    expect(await client.getStatus()).toEqual(body);
  });

  test('codes we do not know become INTERNAL_ERROR, with the words of the server', async () => {
    const baseUrl = await answering(418, {
      success: false,
      code: 'TEAPOT',
      message: 'Short and stout',
      hint: 'Pour',
      n: 1,
    });
    await expect(createSyncClient({ baseUrl }).runSync()).rejects.toMatchObject({
      name: 'SyncError',
      code: 'INTERNAL_ERROR',
      message: 'Short and stout',
      hint: 'Pour',
    });
  });

  test('such codes do no harm inside of answers either', async () => {
    const stopped = { code: 'NEW_1', message: 'new', hint: '' };
    const summary = { ...scripted.summary, failures: [{ document_id: '1', code: 'NEW_2', at: 3 }], stopped };
    expect(await createSyncClient({ baseUrl: await answering(200, summary) }).runSync()).toEqual({
      ...summary,
      failures: [{ document_id: '1', code: 'INTERNAL_ERROR', at: 3 }],
      stopped: { ...stopped, code: 'INTERNAL_ERROR' },
    });
    const failed = { ...scripted.test, success: false, code: 'NEW_3' };
    const client = createSyncClient({ baseUrl: await answering(200, failed) });
    expect(await client.testConnection()).toEqual({ ...failed, code: 'INTERNAL_ERROR' });
    const config = { ...scripted.config, code: 'NEW_4' };
    const other = createSyncClient({ baseUrl: await answering(200, config) });
    expect(await other.getConfig()).toEqual({ ...config, code: 'INTERNAL_ERROR' });
  });
});

describe('answers that are not ours', () => {
  test.each([
    [200, '<html>Welcome</html>', 'text/html'],
    [200, '', 'text/plain'],
    [200, 'null', 'application/json'],
    [200, '{"total_documents": "8"}', 'application/json'],
    [200, JSON.stringify({ ...scripted.status, pending: -1 }), 'application/json'],
    [404, 'Cannot GET /status', 'text/html'],
    [404, '{"error": "not found"}', 'application/json'],
    [502, '<html>Bad Gateway</html>', 'text/html'],
  ])('%i %j is ANSWER_INVALID', async (status, body, type) => {
    const client = createSyncClient({ baseUrl: await answering(status, body, type), locale: 'fr' });
    await expect(client.getStatus()).rejects.toMatchObject({
      code: 'ANSWER_INVALID',
      message: 'Le serveur n’a pas répondu comme l’API de synchronisation',
      cause: { message: `HTTP status ${status}` },
    });
  });

  test.each([401, 403])('%i of a middleware before the router is FORBIDDEN', async (status) => {
    const client = createSyncClient({ baseUrl: await answering(status, { error: 'who are you?' }) });
    await expect(client.runSync()).rejects.toMatchObject({ code: 'FORBIDDEN', message: 'Not allowed' });
  });
});

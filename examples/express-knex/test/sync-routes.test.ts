import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ask, list, upload } from './requests.js';
import { startServer, temporaryFolder } from './server-process.js';

const en = { 'accept-language': 'en' };
const fr = { 'accept-language': 'fr' };

describe('synchronization, in the words of the specification', () => {
  test.each([
    { headers: en, locale: 'en', folder: 'invoices', accessible: 'NAS mount accessible for read/write' },
    { headers: fr, locale: 'fr', folder: 'factures', accessible: 'Montage NAS accessible en lecture/écriture' },
  ])('all five endpoints in $locale', async ({ headers, locale, folder, accessible }) => {
    const share = await temporaryFolder();
    const server = await startServer({ NAS_MOUNT_PATH: share, SYNC_LOCALE: locale });
    const words =
      locale === 'en'
        ? { synced: 'Synchronized to', missing: 'Source file not found', unknown: 'Document not found' }
        : { synced: 'Synchronisé vers', missing: 'Fichier source introuvable', unknown: 'Document non trouvé' };
    await upload(server, 'type=invoice&date=2024-01-15&name=abc.pdf', 'one');
    await upload(server, 'type=invoice&date=2024-01-16&name=lost.pdf', 'two');
    const [, lost] = await list(server);
    await rm(path.join(server.dataFolder, 'uploads', lost.file_path));

    expect(await ask(server, 'GET', '/config', headers)).toMatchObject({
      status: 200,
      body: {
        configured: true,
        nas_host: true,
        nas_user: true,
        nas_path: true,
        host: 'SMB Mount',
        path: share,
        path_exists: true,
        path_writable: true,
      },
    });
    expect(await ask(server, 'POST', '/test', headers)).toMatchObject({
      status: 200,
      body: { success: true, message: accessible },
    });
    expect((await ask(server, 'GET', '/status', headers)).body).toEqual({
      total_documents: 2,
      synced: 0,
      pending: 2,
      sync_percentage: 0,
      last_sync: null,
      nas_configured: true,
    });
    expect(await ask(server, 'POST', '/run', headers)).toMatchObject({
      status: 200,
      body: { total: 2, synced: 1, failed: 1, errors: [`Document 2: ${words.missing}`] },
    });
    expect((await ask(server, 'GET', '/status', headers)).body).toEqual({
      total_documents: 2,
      synced: 1,
      pending: 1,
      sync_percentage: 50,
      last_sync: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      nas_configured: true,
    });
    expect(await ask(server, 'POST', '/document/1', headers)).toMatchObject({
      status: 200,
      body: { success: true, message: `${words.synced} ${share}/2024/01/${folder}/abc.pdf` },
    });
    expect(await ask(server, 'POST', '/document/99', headers)).toMatchObject({
      status: 404,
      body: { success: false, message: words.unknown },
    });
    expect(await ask(server, 'POST', '/document/abc', headers)).toMatchObject({ status: 400 });
    expect(await readFile(path.join(share, '2024', '01', folder, 'abc.pdf'), 'utf8')).toBe('one');

    const [row] = await list(server);
    expect(row).toMatchObject({ synced_to_nas: true, synced_at: expect.any(String) });
  });

  const notConfigured = {
    en: 'NAS mount not configured. Define NAS_MOUNT_PATH and mount the SMB share.',
    fr: 'Montage NAS non configuré. Définissez NAS_MOUNT_PATH et montez le partage SMB.',
  };

  test.each(['unset', 'empty'])('NAS_MOUNT_PATH %s: all works, nothing is mirrored', async (how) => {
    const server = await startServer(how === 'empty' ? { NAS_MOUNT_PATH: '', SYNC_LOCALE: '', SYNC_TOKEN: '' } : {});
    await upload(server, 'type=invoice&date=2024-01-15&name=abc.pdf');
    expect((await ask(server, 'GET', '/config')).body).toMatchObject({
      configured: false,
      nas_host: false,
      nas_user: false,
      nas_path: false,
      host: 'SMB Mount',
      path_exists: false,
      path_writable: false,
    });
    for (const [headers, message] of [
      [en, notConfigured.en],
      [fr, notConfigured.fr],
    ] as const) {
      expect(await ask(server, 'POST', '/test', headers)).toMatchObject({
        status: 200,
        body: { success: false, message },
      });
      for (const endpoint of ['/run', '/document/1']) {
        expect(await ask(server, 'POST', endpoint, headers)).toMatchObject({
          status: 400,
          body: { success: false, message, code: 'MIRROR_NOT_CONFIGURED' },
        });
      }
    }
    expect((await ask(server, 'GET', '/status')).body).toMatchObject({ pending: 1, nas_configured: false });
  });

  test('a mount path that does not exist is named', async () => {
    const share = path.join(await temporaryFolder(), 'not mounted');
    const server = await startServer({ NAS_MOUNT_PATH: share });
    expect((await ask(server, 'POST', '/test', en)).body).toMatchObject({
      success: false,
      message: `Mount path does not exist: ${share}`,
    });
    expect((await ask(server, 'POST', '/test', fr)).body).toMatchObject({
      success: false,
      message: `Le chemin de montage n'existe pas: ${share}`,
    });
    expect((await ask(server, 'POST', '/run')).status).toBe(400);
    await mkdir(share);
    expect((await ask(server, 'POST', '/test')).body).toMatchObject({ success: true });
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { output, versionOf } from '../command.mjs';
import { endWithBench } from '../interruption.mjs';
import { root, sharedTool } from '../shared.mjs';

const delay = '5ms';
const limitSeconds = 7_200;

/**
 * A real SMB share: the kernel's client and a real server, in a guest system on this machine, with a delay on the
 * network between them. The guest's processor is slow, so documents are few and starting a program weighs much. The guest sees this machine's files, so the bench itself runs in it, on the target `mount`.
 */
export const cifs = {
  title: `SMB share (kernel client, ${delay} of network each way)`,
  documents: { mix: 150 },
  missing() {
    if (sharedTool('smb-uml') === undefined) return 'the tool smb-uml is not in the folder `shared` (DOCMIRROR_SHARED)';
    if (versionOf('apt-get') === undefined) return 'the guest is fetched with apt-get, which is not there';
    return versionOf('/usr/sbin/smbd') && versionOf('/sbin/mount.cifs', ['-V'])
      ? undefined
      : 'samba and cifs-utils are not installed';
  },
  async *measureInside({ options, work, peers, leaveOut, say }) {
    const guest = join(work, 'guest');
    try {
      await output('bash', [join(root, '.ci/smb-guest'), sharedTool('smb-uml'), guest]);
    } catch (error) {
      leaveOut(cifs.title, `the guest could not be set up: ${error.message}`);
      return;
    }
    const results = join(work, 'guest.json');
    const bench = [process.execPath, join(root, 'bench/run.mjs'), '--target', 'mount', '--data', 'mix'];
    const chosen = ['--documents', `${options.documents ?? cifs.documents.mix}`, '--rounds', `${options.rounds}`];
    const parts = options.parts.filter((part) => part === 'copy' || part === 'identical').join(',');
    const rest = ['--part', parts, '--order', options.order, '--results', results];
    const names = ['--peers', peers.map(({ name }) => name).join(',')];
    const command = [...bench, ...chosen, ...rest, ...names].map((word) => `'${word}'`).join(' ');
    const script = `nas_ctl delay ${delay} && ${command} 2>&1`;
    const child = spawn(join(sharedTool('smb-uml'), 'smb-uml.sh'), [guest, `${limitSeconds}`, 'bash', '-c', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: root,
    });
    child.stdout.setEncoding('utf8').on('data', (text) => {
      const lines = text.split('\n').filter((line) => line.startsWith('round '));
      for (const line of lines) say(`in the guest: ${line.trim()}`);
    });
    const undo = endWithBench(child);
    const [code] = await once(child, 'close');
    undo();
    if (code !== 0 || !existsSync(results)) throw new Error(`the bench in the guest ended with ${code}`);
    yield* JSON.parse(readFileSync(results, 'utf8'));
  },
};

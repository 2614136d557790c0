import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs lines of a shell, as a reader who copies them; what they print. Ends at the first that fails. */
export async function runCommands(lines: string): Promise<string> {
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', lines]);
  return stdout;
}

import { constants } from 'node:os';

/** Numbers that are missing in `os.constants` though Node names them. */
const named = new Map([
  ['EHOSTDOWN', 112],
  ['EREMOTEIO', 121],
]);

/** Those that Node has no name for, and so says "Unknown system error -116". */
const unnamed = new Map([
  ['ESTALE', 116],
  ['EDQUOT', 122],
  ['a number nobody knows', 999],
]);

/** An error as `node:fs` throws it. */
export function systemError(name: string, syscall: string): Error {
  const number = unnamed.get(name) ?? named.get(name) ?? constants.errno[name as keyof typeof constants.errno];
  if (number === undefined) throw new TypeError(`no error number for ${name}`);
  const code = unnamed.has(name) ? `Unknown system error -${number}` : name;
  return Object.assign(new Error(`${code}: simulated, ${syscall}`), { errno: -number, code, syscall });
}

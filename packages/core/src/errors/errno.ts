import { constants } from 'node:os';

const nameByNumber = new Map<number, string>(
  Object.entries(constants.errno).map(([name, number]) => [number as number, name]),
);

/**
 * The name of a system error (`ENOSPC`), also where Node has none and says "Unknown system error -116" (ESTALE,
 * EDQUOT). `UNKNOWN` where the number has no name here; undefined where it is no system error at all.
 */
export function errnoName(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { errno, code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string' && /^E[A-Z0-9]+$/.test(code)) return code;
  if (typeof errno !== 'number') return undefined;
  return nameByNumber.get(Math.abs(errno)) ?? 'UNKNOWN';
}

const systemLimits = new Set(['EMFILE', 'ENFILE', 'ENOMEM']);

/**
 * Whether this error name says that the system, or this process, has no descriptors or no memory left: it concerns
 * neither the file nor the share that the failing call was for.
 */
export function isSystemLimit(name: string | undefined): name is string {
  return name !== undefined && systemLimits.has(name);
}

import { brokenPromises, temporaryFiles } from '../sim/promises.js';
import type { SimCall, SimFault, SimOperation } from '../sim/sim-call.js';
import { systemError } from '../sim/sim-error.js';
import { startProcess } from '../sim/sim-process.js';
import type { World } from '../sim/world.js';
import { type Converged, goOn } from './aftermath.js';
import type { Case } from './many-cases.js';

export const errorNames = [
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EIO',
  'EACCES',
  'EPERM',
  'ENOENT',
  'EHOSTDOWN',
  'ENOTCONN',
  'ENODEV',
  'ESTALE',
  'EAGAIN',
  'EBUSY',
  'ETIMEDOUT',
  'EINTR',
  'EMFILE',
  'ENOMEM',
  'ENAMETOOLONG',
  'EINVAL',
  'ENOTDIR',
  'EXDEV',
  'a number nobody knows',
] as const;

/** One of each class. */
export const errorClasses: readonly string[] = [
  'ENOSPC',
  'EIO',
  'ENFILE',
  'ENOENT',
  'ENAMETOOLONG',
  'a number nobody knows',
];

export type FaultKind =
  /** One call fails without effect. */
  | 'once'
  /** It and all later calls on the share fail. */
  | 'for good'
  /** One call has its effect, but its answer is lost. */
  | 'late';

export interface CaseOptions {
  readonly state: string;
  readonly create: () => World;
  readonly anchored: boolean;
  readonly converged: Converged;
}

/** Calls that a run makes which nothing comes in the way of, in their order. */
export async function callsOf({
  create,
  anchored,
  maxRead = 100,
}: {
  readonly create: () => World;
  readonly anchored: boolean;
  readonly maxRead?: number;
}): Promise<{ readonly operation: SimOperation; readonly onShare: boolean }[]> {
  const calls: { operation: SimOperation; onShare: boolean }[] = [];
  const process = startProcess(create(), { anchored, broken: () => undefined });
  process.sim.maxRead = maxRead;
  process.sim.intercept = (call) => {
    calls.push({ operation: call.operation, onShare: call.onShare() });
    return undefined;
  };
  await process.run();
  return calls;
}

export function errorCase(options: CaseOptions, k: number, kind: FaultKind, name: string, sameProcess: boolean): Case {
  return faultCase(options, `${name} ${kind} at call ${k}`, sameProcess, (call) => {
    const hit = call.index === k || (kind === 'for good' && call.index > k && call.onShare());
    if (!hit) return undefined;
    // A file system that says it has no fsync is believed: what was written is then as good as flushed.
    const believed = call.operation === 'fsyncSync' && withoutFsync.has(name);
    return { error: systemError(name, call.operation), late: kind === 'late' || believed };
  });
}

/** A write takes less than it was given. */
export function shortWriteCase(options: CaseOptions, k: number, accept: number): Case {
  return faultCase(options, `call ${k} writes ${accept}`, true, (call) => (call.index === k ? { accept } : undefined));
}

/** A write takes less than it was given, and does not say so. */
export function lostWriteCase(options: CaseOptions, k: number): Case {
  return faultCase(options, `call ${k} silently writes 5`, true, (call) =>
    call.index === k ? { accept: 5, silently: true } : undefined,
  );
}

/** How it says so. */
const withoutFsync = new Set(['EINVAL']);

function faultCase(
  { state, create, anchored, converged }: CaseOptions,
  name: string,
  sameProcess: boolean,
  intercept: (call: SimCall) => SimFault | undefined,
): Case {
  return {
    name: `${anchored ? 'anchored' : 'portable'}, ${state}, ${name}`,
    async run() {
      const world = create();
      const before = temporaryFiles(world);
      const broken: string[] = [];
      const process = startProcess(world, { anchored, broken: (what) => broken.push(what) });
      process.sim.intercept = intercept;
      await process.run();
      broken.push(...brokenPromises(world));
      process.sim.intercept = undefined;
      process.release();
      if (process.sim.openDescriptors() > 0) broken.push('descriptors are left open');
      const leftovers = temporaryFiles(world).some((path) => !before.includes(path));
      const living = sameProcess || leftovers ? process : undefined;
      broken.push(...(await goOn({ world, anchored, before }, living, converged)));
      return broken;
    },
  };
}

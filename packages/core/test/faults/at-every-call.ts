import { brokenPromises, notConverged, temporaryFiles } from '../sim/promises.js';
import type { SimOperation } from '../sim/sim-call.js';
import { type SimProcess, startProcess } from '../sim/sim-process.js';
import { startingStates } from '../sim/starting-states.js';
import { addDocument, startMs, type World } from '../sim/world.js';
import { type Case, runCases } from './many-cases.js';
import { callsOf } from './single-fault.js';

const day = 24 * 60 * 60 * 1000;

export interface EveryCallOptions {
  /** Most bytes that one read gives. Default 100. */
  readonly maxRead?: number;
  /** Id that the marker must have. Default: any. */
  readonly mirrorId?: string;
  /** What must hold after the run. Default: all promises. */
  readonly promises?: (world: World) => string[];
  /** Whether every change of the share and every mark is looked at as it is made. Default true. */
  readonly watch?: boolean;
}

/**
 * For each of these starting states and each call of a run: `happen` happens just before the call, the run goes on, and
 * `after` says what is wrong. Returns the number of cases.
 */
export async function atEveryCall(
  anchored: boolean,
  states: readonly string[],
  happen: (world: World, next: SimOperation) => void,
  after: (world: World, process: SimProcess) => Promise<string[]>,
  { maxRead = 100, mirrorId, promises = brokenPromises, watch = true }: EveryCallOptions = {},
): Promise<number> {
  const cases: Case[] = [];
  for (const state of states) {
    const create = startingStates[state];
    if (create === undefined) throw new TypeError(`no starting state: ${state}`);
    const calls = await callsOf({ create, anchored, maxRead });
    for (const [index, { operation }] of calls.entries()) {
      cases.push({
        name: `${anchored ? 'by descriptors' : 'by path'}, ${state}, before call ${index + 1} (${operation})`,
        async run() {
          const world = create();
          const broken: string[] = [];
          const tell = (what: string) => (watch ? broken.push(what) : 0);
          const process = startProcess(world, { anchored, broken: tell, ...(mirrorId && { mirrorId }) });
          process.sim.maxRead = maxRead;
          process.sim.beforeCall = (number) => {
            if (number === index + 1) happen(world, operation);
          };
          await process.run();
          process.sim.beforeCall = undefined;
          broken.push(...promises(world));
          return [...broken, ...(await after(world, process))];
        },
      });
    }
  }
  return runCases(cases);
}

/** The share is well again: all is brought to its end, and nothing temporary stays for ever. */
export async function comesRight(world: World, process: SimProcess, anchored: boolean): Promise<string[]> {
  const broken: string[] = [];
  process.release();
  await process.run();
  broken.push(...brokenPromises(world), ...notConverged(world));
  process.release();
  if (process.sim.openDescriptors() > 0) broken.push('descriptors are left open');
  if (temporaryFiles(world).length === 0) return broken;
  addDocument(world, { id: 8, type: 'invoice', date: '2024-01-02', name: 'next.pdf', content: 'next invoice' });
  addDocument(world, { id: 9, type: 'receipt', date: null, name: 'next.txt', content: 'next receipt' });
  const tell = (what: string) => broken.push(what);
  await startProcess(world, { anchored, nowMs: startMs + 3 * day, broken: tell }).run();
  const left = temporaryFiles(world);
  if (left.length > 0) broken.push(`${left} is never removed`);
  return broken;
}

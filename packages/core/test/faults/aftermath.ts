import { fingerprint } from '../sim/fingerprint.js';
import { brokenPromises, notConverged, temporaryFiles } from '../sim/promises.js';
import { type SimProcess, startProcess } from '../sim/sim-process.js';
import { addDocument, startMs, type World } from '../sim/world.js';

const day = 24 * 60 * 60 * 1000;

/** The world after a fault, and what is still there to go on with. */
export interface Aftermath {
  readonly world: World;
  readonly anchored: boolean;
  /** Temporary files before the fault: those of other processes. */
  readonly before: readonly string[];
}

/** Worlds that were seen to converge already, by their fingerprint. */
export type Converged = Set<string>;

/**
 * Goes on without faults, in the same process if it lives, else in a new one: everything is brought to its end, and
 * what the fault left behind is cleared away. Returns what did not come right.
 */
export async function goOn(
  { world, anchored, before }: Aftermath,
  living: SimProcess | undefined,
  converged: Converged,
): Promise<string[]> {
  const broken: string[] = [];
  const tell = (what: string) => broken.push(`going on: ${what}`);
  const leftovers = temporaryFiles(world).some((path) => !before.includes(path));
  const known = living === undefined ? `${anchored} ${fingerprint(world)}` : '';
  if (living === undefined && converged.has(known)) return [];

  // Sweeping is done only in folders that a run enters.
  if (leftovers) addNext(world, 'next');
  const next = living ?? startProcess(world, { anchored, broken: tell });
  const summary = await next.run();
  next.release();
  if (summary === undefined || summary.stopped !== undefined) tell(`the run ended with ${summary?.stopped?.code}`);
  broken.push(...brokenPromises(world), ...notConverged(world));
  if (next.sim.openDescriptors() > 0) tell('descriptors are left open');
  if (living !== undefined) {
    // What this process could not remove, it remembered. Probes and markers go by their age alone.
    const kept = temporaryFiles(world).filter((path) => !before.includes(path) && !path.startsWith('.docmirror'));
    if (kept.length > 0) tell(`${kept} was not removed`);
  }
  if (temporaryFiles(world).length > 0) broken.push(...(await clearAway(world, anchored)));
  if (broken.length === 0 && living === undefined) converged.add(known);
  return broken;
}

/** Days later, another process comes by. */
async function clearAway(world: World, anchored: boolean): Promise<string[]> {
  const broken: string[] = [];
  addNext(world, 'last');
  const last = startProcess(world, { anchored, nowMs: startMs + 3 * day, broken: (what) => broken.push(what) });
  await last.run();
  last.release();
  const left = temporaryFiles(world);
  if (left.length > 0) broken.push(`${left} is never removed`);
  return [...broken, ...brokenPromises(world), ...notConverged(world)];
}

/** New documents in the folders of the world. */
function addNext(world: World, name: 'next' | 'last'): void {
  const id = name === 'next' ? 8 : 10;
  addDocument(world, { id, type: 'invoice', date: '2024-01-02', name: `${name}.pdf`, content: `${name} invoice` });
  addDocument(world, { id: id + 1, type: 'receipt', date: null, name: `${name}.txt`, content: `${name} receipt` });
}

import { SyncError } from '../../src/errors/sync-error.js';
import { type SimProcess, startProcess } from '../sim/sim-process.js';
import type { World } from '../sim/world.js';

/** Runs until just before call `k`, at which the process is killed: nothing that it does after that has any effect. */
export async function runUntil(
  world: World,
  anchored: boolean,
  k: number,
  broken: (what: string) => void,
): Promise<SimProcess> {
  let dead = false;
  // Ends the run at once: what the engine makes of it does not matter any more.
  const alive = () => {
    if (dead) throw new SyncError('ENGINE_STOPPED', { scope: 'run' });
  };
  const tell = (what: string) => {
    if (!dead) broken(what);
  };
  const process = startProcess(world, { anchored, broken: tell, beforeWrite: alive });
  process.sim.beforeCall = (index) => {
    if (index >= k) dead = true;
    alive();
  };
  await process.run();
  return process;
}

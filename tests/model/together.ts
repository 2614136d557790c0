import { type Attempt, attempt } from './attempts.js';
import type { Command } from './commands.js';
import { day } from './mishaps.js';
import { startModelProcess } from './process.js';
import { nameless, notDone } from './rules.js';
import type { Stage } from './stage.js';
import { markedIds } from './stores.js';
import { Turns } from './turns.js';
import { isLoose } from './world.js';

/**
 * Two engines work at the same time, each in a process of its own: on one store, or each on its own. What both say is
 * true at the end, and unless one of them was killed, all is done that can be.
 */
export async function together(
  first: Stage,
  second: Stage,
  { acts, n, seed, dies }: Extract<Command, { do: 'together' }>,
): Promise<string[]> {
  const inUse = await Promise.all([first.isInUse(), second.isInUse()]);
  // What verifies has nothing to look at before.
  const [firstAct, secondAct] = acts.map((act, index) => (inUse[index] || act === 'syncOne' ? act : 'run'));
  if (firstAct === undefined || secondAct === undefined) return [];
  const worlds = [...new Set([first.world, second.world])];
  const waiting = await Promise.all([first.waiting(), second.waiting()]);
  const before = await Promise.all(worlds.map(nameless));
  const turns = new Turns(seed);
  const beside = startModelProcess(second.world);
  first.process.turns = turns;
  beside.turns = turns;
  if (dies !== null) beside.killAfter(dies);
  const [one, other] = await Promise.all([
    attempt(first.process, firstAct, first.document(n[0])),
    attempt(beside, secondAct, second.document(n[1])),
  ]);
  first.process.turns = undefined;
  beside.turns = undefined;
  const died = beside.dead;
  await beside.end();
  first.note('together');
  if (died) {
    first.note('died beside another');
    await first.forgiveStrays();
    first.world.clock.nowMs += 2 * day;
  }

  if (worlds.some(isLoose)) return [];
  const broken = [...one.broken, ...other.broken];
  const after = await Promise.all(worlds.map(nameless));
  const excused = (stage: Stage): Set<number> => {
    const at = worlds.indexOf(stage.world);
    return new Set([...(before[at] ?? []), ...(after[at] ?? []), ...(waiting[stage === first ? 0 : 1] ?? [])]);
  };
  broken.push(...wrongly(first, firstAct, one, excused(first), first.document(n[0])?.id));
  if (!died) broken.push(...wrongly(second, secondAct, other, excused(second), second.document(n[1])?.id));
  // A repair takes the mark back before it brings the document anew.
  const unmarks = died && secondAct === 'repair';
  for (const [stage, { done }] of [[first, one] as const, [second, other] as const]) {
    const marked = await markedIds(stage.world.store);
    const lost = [...done].filter((id) => !marked.includes(id));
    if (lost.length > 0 && !unmarks) broken.push(`${lost} are not marked at the end, and were said to be done`);
  }
  if (died || broken.length > 0) return broken;
  for (const [stage, act] of [[first, firstAct] as const, [second, secondAct] as const]) {
    if (act !== 'run') continue;
    const left = await notDone(stage.world, excused(stage), { tidy: false });
    broken.push(...left.map((what) => `after two together: ${what}`));
  }
  return broken;
}

/** Refusals and failures that nothing in the world explains. */
function wrongly(
  { world }: Stage,
  act: string,
  { refused, failed }: Attempt,
  unnamed: ReadonlySet<number>,
  id: number | undefined,
): string[] {
  const explains = (document: number | undefined): boolean => {
    const found = world.documents.get(Number(document));
    return found === undefined || found.lost || found.inside !== undefined || unnamed.has(found.id);
  };
  const broken = [...failed].flatMap(([document, code]) => (explains(document) ? [] : [`${document} failed: ${code}`]));
  if (refused !== undefined && !(act === 'syncOne' && explains(id))) broken.push(`a ${act} was refused: ${refused}`);
  return broken.map((what) => `beside another, ${what}`);
}

import { attempt } from './attempts.js';
import type { Command, HostChange } from './commands.js';
import { run } from './engine-acts.js';
import { change, loseSource, newFile, remove } from './host-acts.js';
import type { Stage } from './stage.js';
import type { ModelDocument } from './world.js';
import { isLoose } from './world.js';

/**
 * In the midst of what the engine does, the host changes a document. It may fail then, and no other; whatever is marked
 * is right, and the next run brings the rest.
 */
export async function meanwhile(
  stage: Stage,
  { act, n, change: what, step }: Extract<Command, { do: 'meanwhile' }>,
): Promise<string[]> {
  const { world } = stage;
  if (!(await stage.isInUse()) || isLoose(world)) return [];
  const changed = stage.document(n[1]);
  const marked = stage.document(n[0]);
  const waiting = await stage.waiting();
  let changing: Promise<string[]> | undefined;
  stage.process.before(step, () => {
    changing = happen(stage, changed, what);
  });
  const { broken, refused } = await attempt(stage.process, act, marked);
  stage.process.begin();
  if (changing !== undefined) stage.note('meanwhile');
  const own = act === 'syncOne' && (marked?.lost || marked?.inside !== undefined || marked?.id === changed?.id);
  const isExplained = own || refused === 'COPY_NAME_TAKEN' || waiting.size > 0;
  if (refused !== undefined && !isExplained) broken.push(`meanwhile, a ${act} was refused: ${refused}`);
  broken.push(...((await changing) ?? []));
  // A name may be taken, or a file left, for the one that was changed; the run after that knows.
  await stage.forgiveStrays();
  return broken.length > 0 ? broken : (await run(stage)).map((left) => `after what happened meanwhile: ${left}`);
}

async function happen(stage: Stage, document: ModelDocument | undefined, what: HostChange): Promise<string[]> {
  if (document === undefined) return [];
  const content = `${document.content} changed meanwhile`;
  if (what === 'replace') return change(stage, document, newFile(stage.world, document, content));
  if (what === 'rename') return change(stage, document, { fileName: 'b.pdf' });
  if (what === 'redate') return change(stage, document, { date: '2024-02-01' });
  if (what === 'bump') return change(stage, document, {});
  return what === 'delete' ? remove(stage, document) : loseSource(stage, document);
}

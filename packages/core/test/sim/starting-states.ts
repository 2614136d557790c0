import { addDocument, emptyWorld, putForeign, putOnShare, settle, startMs, type World } from './world.js';

/** Ages of what killed processes left: too young and old enough to be swept. */
export const young = 60_000;
export const old = 2 * 24 * 60 * 60 * 1000;

/** Folders of the layout in English; `other` and `payslip` have no document here. */
const folders = { receipt: 'receipts', invoice: 'invoices', payslip: 'salaries', other: 'others' };

export function adopt(world: World, known: Record<string, string> = folders): World {
  const marker = { docmirror: 1, id: 'the-share', createdAt: '2024-01-01T00:00:00.000Z', folders: known };
  putOnShare(world, '.docmirror/mirror.json', JSON.stringify(marker));
  return world;
}

function adopted(): World {
  return adopt(emptyWorld());
}

/** Copies a document to the share by hand. */
function copyOf(world: World, id: number, content?: string) {
  const document = world.documents.find((candidate) => candidate.id === id);
  if (document === undefined) throw new TypeError(`no document ${id}`);
  return { node: putOnShare(world, document.keys[0] ?? '', content ?? document.content), document };
}

/** As another process names its partials. */
function partialOf(birthMs: number): string {
  return `.docmirror-${birthMs.toString(36)}-1a-2b.part`;
}

function twins(world: World): World {
  addDocument(world, { id: 2, type: 'invoice', date: '2024-01-15', name: 'A.PDF', content: 'content of b' });
  return world;
}

/** What the share and the table may be like when a run begins. */
export const startingStates: Readonly<Record<string, () => World>> = {
  'an empty root, not adopted': () => settle(emptyWorld()),
  'an adopted root': () => settle(adopted()),
  'a marker that lacks a type': () => settle(adopt(emptyWorld(), { invoice: 'invoices', other: 'others' })),
  'a document synced before': () => {
    const world = adopted();
    addDocument(world, { id: 3, type: 'invoice', date: '2024-01-15', name: 'c.pdf', content: 'content of c' });
    const { document } = copyOf(world, 3);
    settle(world);
    world.store.put({ ...document, synced: true, syncedAt: new Date(startMs) });
    return world;
  },
  'copies made by hand, not flushed and not marked': () => {
    const world = settle(adopted());
    for (const id of [1, 2]) {
      const { node, document } = copyOf(world, id);
      node.durableContent = new Uint8Array(0);
      world.handMade.push(document.keys[0] ?? '');
    }
    return world;
  },
  'other files under the names': () => {
    const world = adopted();
    const [first, second] = world.documents;
    putForeign(world, first?.keys[0] ?? '', 'a file of somebody else');
    // Of the same size, and beside it one that lacks its end.
    putForeign(world, second?.keys[0] ?? '', 'CONTENT OF B');
    putForeign(world, second?.keys[1] ?? '', 'content');
    return settle(world);
  },
  'leftovers of killed processes': () => {
    const world = adopted();
    for (const age of [young, old]) {
      putOnShare(world, `2024/01/invoices/${partialOf(startMs - age)}`, 'cont');
      putOnShare(world, `.docmirror/${partialOf(startMs - age)}`, '{');
      putOnShare(world, `.docmirror-probe-${(startMs - age).toString(36)}-1a-2b`, '');
    }
    putForeign(world, '2024/01/invoices/.docmirror-notes.part', 'notes');
    putForeign(world, '.docmirror-probe-of-mine', 'mine');
    return settle(world);
  },
  'two documents of one name': () => settle(twins(adopted())),
  'no hard links, an empty root': () => settle({ ...emptyWorld(), withoutLinks: true }),
  'no hard links, two documents of one name': () => settle({ ...twins(adopted()), withoutLinks: true }),
};

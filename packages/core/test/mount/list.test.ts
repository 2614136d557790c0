import { describe, expect, test } from 'vitest';
import { openSimShare } from '../faults/share-call.js';
import { systemError } from '../sim/sim-error.js';
import { adopt } from '../sim/starting-states.js';
import { emptyWorld, putOnShare } from '../sim/world.js';

const request = { mirrorId: 'the-share', limit: 10 };

describe.each([
  ['folders by descriptors', true],
  ['folders by path', false],
])('a listing, %s', (_, anchored) => {
  function bench() {
    const world = adopt(emptyWorld());
    for (const path of ['2024/a.pdf', 'locked/b.pdf', 'undated/c.pdf']) putOnShare(world, path, 'x');
    return { world, ...openSimShare(world, anchored) };
  }

  test('passes over a folder that it may not look into', () => {
    const { sim, share } = bench();
    let folders = 0;
    sim.intercept = ({ operation }) => {
      // The root, then the three below it; those that are swept come before.
      if (operation === 'readdirSync') folders += 1;
      return operation === 'readdirSync' && folders === 5 ? { error: systemError('EACCES', 'scandir') } : undefined;
    };
    expect(share.list(request)).toEqual(['2024/a.pdf', 'undated/c.pdf']);
  });

  test.each(['EIO', 'EACCES'])('fails where the root cannot be read (%s)', (name) => {
    const { sim, share } = bench();
    let folders = 0;
    sim.intercept = ({ operation }) => {
      if (operation === 'readdirSync') folders += 1;
      return operation === 'readdirSync' && folders === 3 ? { error: systemError(name, 'scandir') } : undefined;
    };
    expect(() => share.list(request)).toThrow();
    sim.intercept = undefined;
    expect(share.list(request)).toHaveLength(3);
  });

  test('looks into no more folders than a page needs', () => {
    const { sim, share } = bench();
    share.list(request);
    const before = sim.calls;
    expect(share.list({ ...request, limit: 1 })).toEqual(['2024/a.pdf']);
    const first = sim.calls - before;
    expect(share.list(request)).toHaveLength(3);
    expect(first).toBeLessThan(sim.calls - before - first);
  });

  test('reads each folder once, however many pages there are', () => {
    const { world, sim, share } = bench();
    let folders = 0;
    const keys: string[] = [];
    for (let n = 0; n < 200; n++) putOnShare(world, `2024/many/${n}.pdf`, 'x');
    share.list({ ...request, limit: 1 });
    sim.intercept = ({ operation }) => {
      if (operation === 'readdirSync') folders += 1;
      return undefined;
    };
    for (let page = share.list({ ...request, limit: 1 }); page.length > 0; ) {
      keys.push(...page);
      page = share.list({ ...request, limit: 1, after: page[0] });
    }
    expect(keys).toHaveLength(203);
    // The root, `2024`, `2024/many`, `locked` and `undated`.
    expect(folders).toBe(5);
  });
});

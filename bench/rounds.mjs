import { newPlace, removePlace, requireCopies } from './place.mjs';

/** Everybody in turns, each round beginning with another; yields a result for each run. */
export async function* rounds({ work, target, data, peers, count, say }) {
  for (let round = 0; round < count; round += 1) {
    for (let turn = 0; turn < peers.length; turn += 1) {
      const peer = peers[(round + turn) % peers.length];
      const place = newPlace(work, target, data);
      try {
        await target.counter?.zero();
        const figures = await peer.run(place);
        const calls = await target.counter?.read();
        await requireCopies(place, peer);
        say(`round ${round + 1} of ${count}: ${peer.title}: ${figures.seconds.toFixed(2)} s`);
        yield { part: 'copy', peer: peer.name, ...figures, ...(calls && { calls, counted: target.counter.how }) };
      } finally {
        await removePlace(place);
      }
    }
  }
}

import { interruption, reasonOf } from './interruption.mjs';
import { newPlace, removePlace, requireCopies } from './place.mjs';
import { warmUp } from './warm-up.mjs';

/**
 * Everybody in turns, each round beginning with another; yields a result for each run. Who fails is left out from then on:
 * `leaveOut(what, reason)`.
 */
export async function* rounds({ work, target, data, name, peers: all, count, say, leaveOut }) {
  let peers = all;
  for (let round = 0; round < count; round += 1) {
    const begins = round % Math.max(1, peers.length);
    for (const peer of [...peers.slice(begins), ...peers.slice(0, begins)]) {
      const place = newPlace(work, target, data);
      try {
        await warmUp(data);
        await target.counter?.zero();
        const figures = await peer.run(place);
        const calls = await target.counter?.read();
        await requireCopies(place, peer);
        say(`round ${round + 1} of ${count}: ${peer.title}: ${figures.seconds.toFixed(2)} s`);
        yield { part: 'copy', peer: peer.name, ...figures, ...(calls && { calls, counted: target.counter.how }) };
      } catch (error) {
        if (interruption.aborted) throw error;
        peers = peers.filter((other) => other !== peer);
        leaveOut(`${peer.title} on ${name}, ${data.labels.sizes}, from round ${round + 1} on`, reasonOf(error));
      } finally {
        await removePlace(place);
      }
    }
  }
}

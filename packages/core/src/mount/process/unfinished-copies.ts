import type { Reply, ThreadReply, TidyCall } from './messages.js';

/** Copies that are whole but for their temporary names, which another thread removes: they are replied to after that. */
export interface UnfinishedCopies {
  /** Keeps back the replies to unfinished copies. Returns the others, and the calls that finish these. */
  hold(replies: readonly ThreadReply[]): { readonly finished: Reply[]; readonly calls: TidyCall[] };
  /** The replies to such calls become those to the copies; any others stay as they are. */
  finish(replies: readonly Reply[]): Reply[];
}

export function createUnfinishedCopies(): UnfinishedCopies {
  /** By the ids of their calls. */
  const held = new Map<number, Reply>();
  return {
    hold(replies) {
      const finished: Reply[] = [];
      const calls: TidyCall[] = [];
      for (const { partial, ...reply } of replies) {
        if (partial === undefined) {
          finished.push(reply);
          continue;
        }
        held.set(reply.id, reply);
        calls.push({ id: reply.id, name: 'tidy', argument: partial });
      }
      return { finished, calls };
    },
    finish: (replies) =>
      replies.map((reply) => {
        const copied = held.get(reply.id);
        held.delete(reply.id);
        return copied ?? reply;
      }),
  };
}

import { setImmediate } from 'node:timers/promises';
import { randomOf } from '../../packages/core/test/sim/power-loss.js';

interface Waiting {
  readonly who: string;
  /** Of the disk: it may come in the midst of another's call. */
  readonly atDisk: boolean;
  go(): void;
}

/**
 * Lets the calls of several processes go on in an order of its own, the same for the same seed. A call at the disk may
 * come between two steps of a call of another process.
 */
export class Turns {
  private readonly waiting: Waiting[] = [];
  private readonly working = new Set<string>();
  private readonly random: () => number;
  private isGiving = false;

  constructor(seed: number) {
    this.random = randomOf(seed);
  }

  /** Makes the call when its turn comes. */
  take<Result>(who: string, atDisk: boolean, call: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      const go = (): void => {
        if (atDisk) this.working.add(who);
        try {
          resolve(call());
        } catch (error) {
          reject(error);
        } finally {
          if (atDisk) this.working.delete(who);
        }
      };
      this.waiting.push({ who, atDisk, go });
      if (!this.isGiving) void this.give();
    });
  }

  /** Called before each step of a call at the disk: sometimes another process gets its whole call in. */
  between(): void {
    if (this.random() > 0.15) return;
    const others = this.waiting.filter(({ who, atDisk }) => atDisk && !this.working.has(who));
    this.letGo(others[Math.floor(this.random() * others.length)]);
  }

  private async give(): Promise<void> {
    this.isGiving = true;
    // Those that go on from here ask for their next turn first.
    for (let rounds = 0; rounds < 2; rounds++) await setImmediate();
    while (this.waiting.length > 0) {
      this.letGo(this.waiting[Math.floor(this.random() * this.waiting.length)]);
      for (let rounds = 0; rounds < 2; rounds++) await setImmediate();
    }
    this.isGiving = false;
  }

  private letGo(one: Waiting | undefined): void {
    if (one === undefined) return;
    this.waiting.splice(this.waiting.indexOf(one), 1);
    one.go();
  }
}

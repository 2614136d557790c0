import type { BigIntStats } from 'node:fs';
import type { SimNode } from './sim-node.js';

export function statsOf(node: SimNode): BigIntStats {
  return new SimStats(node) as unknown as BigIntStats;
}

/** As much of the stats as is asked for. */
class SimStats {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly mode: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly atimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly nlink: bigint;
  readonly birthtimeNs: bigint;
  readonly #kind: SimNode['kind'];

  constructor({ device, ino, mode, content, mtimeNs, atimeNs, ctimeNs, links, birthtimeNs, kind }: SimNode) {
    this.dev = device;
    this.ino = ino;
    this.mode = BigInt(mode);
    this.size = BigInt(content.length);
    this.mtimeNs = mtimeNs;
    this.atimeNs = atimeNs;
    this.ctimeNs = ctimeNs;
    this.nlink = links;
    this.birthtimeNs = birthtimeNs;
    this.#kind = kind;
  }

  isFile(): boolean {
    return this.#kind === 'file';
  }

  isDirectory(): boolean {
    return this.#kind === 'folder';
  }

  isSymbolicLink(): boolean {
    return this.#kind === 'link';
  }
}

import type { CopyReceipt, Marker, Mirror, MirrorState } from '../../src/mirror.js';

export const marker: Marker = { id: 'share-1', createdAt: '2026-01-01T00:00:00.000Z', folders: {} };
export const usable: MirrorState = { usable: true, marker };
export const unusable: MirrorState = { usable: false, code: 'MIRROR_NOT_ANSWERING', params: {} };

/** A mirror that copies nothing and says what the test wants; the calls it got, in order. */
export function scriptedMirror(overrides: Partial<Mirror> = {}): Mirror & { readonly calls: string[] } {
  const calls: string[] = [];
  const receipt = (key: string): CopyReceipt => ({
    outcome: 'copied',
    key,
    size: 10,
    checksum: '0'.repeat(64),
    notPreserved: [],
  });
  const mirror: Mirror = {
    path: '/mnt/nas',
    probe: async () => usable,
    adopt: async ({ folders }) => ({ ...marker, folders }),
    copy: async (job) => receipt(`${job.directory}/${job.fileName}`),
    confirm: async () => undefined,
    inspect: async ({ copies }) => copies.map(() => ({ state: 'right' })),
    remove: async () => 'removed',
    restore: async () => 'restored',
    list: async () => [],
    write: async () => undefined,
    read: async () => null,
    close: async () => undefined,
    ...overrides,
  };
  const noted = <Result>(call: string, result: () => Result): Result => {
    calls.push(call);
    return result();
  };
  return {
    calls,
    path: mirror.path,
    probe: () => noted('probe', () => mirror.probe()),
    adopt: (request) => noted('adopt', () => mirror.adopt(request)),
    copy: (job) => noted(`copy ${job.source}`, () => mirror.copy(job)),
    confirm: (request) => noted('confirm', () => mirror.confirm(request)),
    inspect: (request) => noted('inspect', () => mirror.inspect(request)),
    remove: (request) => noted(`remove ${request.copy.key}`, () => mirror.remove(request)),
    restore: (request) => noted(`restore ${request.copy.key}`, () => mirror.restore(request)),
    list: (request) => noted('list', () => mirror.list(request)),
    write: (request) => noted(`write ${request.name}`, () => mirror.write(request)),
    read: (request) => noted(`read ${request.name}`, () => mirror.read(request)),
    close: (options) => noted('close', () => mirror.close(options)),
  };
}

/** A promise and its end, in the test's hand. */
export function gate<Result = void>(): {
  promise: Promise<Result>;
  open(result: Result): void;
  fail(error: unknown): void;
} {
  let open: (result: Result) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const promise = new Promise<Result>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { promise, open, fail };
}

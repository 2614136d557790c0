const { alloc, allocUnsafe } = Buffer;

/**
 * The buffers of a share (1 MiB to copy through, 64 KiB to read a marker into) cost more than all the rest of a simulated
 * run. Each is filled and read within one synchronous call, so all runs can have the same two. Returns the undo.
 */
export function reuseBuffers(): () => void {
  const large = allocUnsafe(1024 * 1024);
  const small = allocUnsafe(65_536);
  Buffer.allocUnsafe = (size) => (size === large.length ? large : allocUnsafe(size));
  Buffer.alloc = (size, ...fill) => (size === small.length ? small : alloc(size, ...fill));
  return () => {
    Buffer.alloc = alloc;
    Buffer.allocUnsafe = allocUnsafe;
  };
}

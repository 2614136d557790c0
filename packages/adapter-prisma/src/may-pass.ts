/** Prisma's codes: unreachable, timed out, closed, no connection free, transaction API, write conflict or deadlock, too many connections. */
const prismaCodes = /^P(1001|1002|1008|1017|2024|2028|2034|2037)$/;
const sqlStates = /^(40001|40P01|55P03|57P0[1-3]|08\w{3}|53300)$/;
/** MySQL: record changed since last read, too many connections, lock wait timeout, deadlock, server gone. */
const mysqlNumbers = /^(1020|1040|1205|1213|2006|2013)$/;
const names =
  /^(SQLITE_BUSY|SQLITE_LOCKED|ER_LOCK_DEADLOCK|ER_LOCK_WAIT_TIMEOUT|ER_CHECKREAD|ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT)/;
/** In the words of Prisma's driver adapters. */
const kinds = /^(TransactionWriteConflict|SocketTimeout|ConnectionClosed|DatabaseNotReachable|TooManyConnections)$/;
const words =
  /connection (was )?(terminated|ended|closed|error)|closed the connection|socket has unexpectedly been closed|database (table )?is locked/i;

/** True for a deadlock, a lock, or a connection that broke, in whatever Prisma and its driver adapters wrap it. */
export function mayPass(error: unknown): boolean {
  return wrapped(error).some(({ code, originalCode, kind, message }) => {
    const told = [code, originalCode].map(String);
    return (
      told.some((one) => prismaCodes.test(one) || sqlStates.test(one) || mysqlNumbers.test(one) || names.test(one)) ||
      kinds.test(String(kind)) ||
      words.test(String(message))
    );
  });
}

/** True where another was faster: it wrote first what we were about to write, or took a claim. */
export function isConflict(error: unknown): boolean {
  return wrapped(error).some(
    ({ code, originalCode, kind }) =>
      [code, originalCode].some((one) => /^(P2002|P2034|40001|40P01|1020|1213|1062)$/.test(String(one))) ||
      /^(UniqueConstraintViolation|TransactionWriteConflict)$/.test(String(kind)),
  );
}

interface Failure {
  readonly code?: unknown;
  readonly originalCode?: unknown;
  readonly kind?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly meta?: { readonly driverAdapterError?: unknown };
}

/** The failure and what is in it; a few layers, for a cause may lead back to itself. */
export function wrapped(error: unknown): Failure[] {
  const found: Failure[] = [];
  for (let layer = error; typeof layer === 'object' && layer !== null && found.length < 6; ) {
    const failure: Failure = layer;
    found.push(failure);
    layer = failure.cause ?? failure.meta?.driverAdapterError;
  }
  return found;
}

import { SyncError } from '@docmirror/core';

export type Where = Readonly<Record<string, unknown>>;
export type Row = Readonly<Record<string, unknown>>;
export type Select = Readonly<Record<string, true>>;

/** A field as the client tells of it: `prisma.document.fields.id`. */
export interface FieldFacts {
  /** `Int`, `String`, `DateTime` ..., or the name of an enum. */
  readonly typeName: string;
  readonly isEnum?: boolean;
}

/** What the store uses of a model's delegate. */
export interface Delegate {
  readonly fields: Readonly<Record<string, FieldFacts | undefined>>;
  findFirst(query: { where: Where; select: Select; orderBy?: object }): Promise<Row | null>;
  findMany(query: { where: Where; select: Select; orderBy?: object; take?: number }): Promise<Row[]>;
  updateMany(update: { where: Where; data: Row }): Promise<{ readonly count: number }>;
  createMany(rows: { data: Row[] }): Promise<unknown>;
  deleteMany(query: { where: Where }): Promise<unknown>;
  count(query: { where: Where }): Promise<number>;
  groupBy(query: { by: string[]; where: Where; _count: { _all: true }; _max: Select }): Promise<Group[]>;
}

export interface Group extends Row {
  readonly _count: { readonly _all: number };
  readonly _max: Row;
}

/** What the store uses of a client. Its models are looked up by name. */
export interface Client {
  readonly $connect: unknown;
  $transaction<Result>(work: (client: object) => Promise<Result>, options: TransactionOptions): Promise<Result>;
}

export type IsolationLevel = 'ReadCommitted' | 'RepeatableRead' | 'Serializable';

export interface TransactionOptions {
  readonly isolationLevel: IsolationLevel;
  readonly maxWait: number;
  readonly timeout: number;
}

/** Refuses at construction what is no client. A client may be a proxy that tells only of what it is asked for. */
export function checkClient(factory: string, prisma: unknown): Client & object {
  if (typeof prisma === 'object' && prisma !== null) {
    const { $transaction, $connect } = prisma as Partial<Client>;
    // The client inside of a transaction has no $connect.
    if (typeof $transaction === 'function' && typeof $connect === 'function') return prisma as Client;
  }
  throw new SyncError('OPTIONS_INVALID', {
    params: {
      detail: `${factory}: the first argument must be your Prisma client: ${factory}(new PrismaClient({ … }), …), and not that of a transaction`,
    },
  });
}

/** The model of this name, if the client has it. */
export function delegateOf(client: object, model: string): Delegate | undefined {
  const delegate: unknown = (client as Record<string, unknown>)[model];
  return typeof delegate === 'object' && delegate !== null && 'findMany' in delegate && 'fields' in delegate
    ? (delegate as Delegate)
    : undefined;
}

/** The model inside of a transaction, by the client that `$transaction` hands out. */
export function delegateInside(client: object, model: string): Delegate {
  const delegate = delegateOf(client, model);
  // What was asked of the other client would not be part of the transaction.
  if (delegate === undefined) throw new TypeError(`the client inside of a transaction has no model ${model}`);
  return delegate;
}

/** As they stand behind `prisma.`. */
export function modelNames(client: object): string[] {
  return Object.keys(client).filter((name) => !/^[$_]/.test(name) && delegateOf(client, name) !== undefined);
}

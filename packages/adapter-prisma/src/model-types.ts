/** What a type says of a model's delegate (`prisma.document`), in any generated client, extended or not. */
interface Delegate {
  findMany(...args: never[]): unknown;
  updateMany(...args: never[]): unknown;
  groupBy(...args: never[]): unknown;
  readonly fields: object;
}

/** Names of a client's models, as you write them behind `prisma.`. */
export type ModelName<Client> = {
  [Name in keyof Client]: Client[Name] extends Delegate ? Name : never;
}[keyof Client] &
  string;

/** The models to look for when none is named. */
export type DefaultModel<Client> = Extract<ModelName<Client>, 'document' | 'documents'>;

type Fields<Client, Model extends keyof Client> = Client[Model] extends { readonly fields: infer All } ? All : never;

/** Names of a model's fields of some types. */
export type FieldName<Client, Model extends keyof Client, Type = unknown> = {
  [Name in keyof Fields<Client, Model>]: Fields<Client, Model>[Name] extends { readonly typeName: Type } ? Name : never;
}[keyof Fields<Client, Model>] &
  string;

/** What `findMany` of a model takes as `where`. */
export type ModelWhere<Client, Model extends keyof Client> = Client[Model] extends {
  [name: symbol]: { types: { operations: { findMany: { args: { where?: infer Where } } } } };
}
  ? NonNullable<Where>
  : Readonly<Record<string, unknown>>;

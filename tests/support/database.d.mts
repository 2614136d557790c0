import type { Knex } from 'knex';

export function openDatabase(filename: string): Promise<Knex>;
export const columns: { readonly fileName: string; readonly version: string };

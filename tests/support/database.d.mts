import type { Knex } from 'knex';

export function openDatabase(place: string): Promise<Knex>;
export function schemaUrl(url: string, schema: string): string;
export const columns: { readonly fileName: string; readonly version: string };

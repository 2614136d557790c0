import { z } from 'zod';

const maxLength = 40;

/** What Windows takes for a device, whatever follows a dot. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)$/;

const expected = `write up to ${maxLength} of a-z, 0-9, "-" and "_", a letter or digit first, such as 'invoices'`;

/** A name that is one on every share: lists are kept in a folder of this name. */
export const storeIdSchema = z
  .string(expected)
  .regex(/^[a-z\d][a-z\d_-]{0,39}$/, expected)
  .refine((id) => !device.test(id), 'Windows keeps this name for a device; write another');

/** Whether a folder's name may be that of a store. */
export function isStoreId(text: string): boolean {
  return storeIdSchema.safeParse(text).success;
}

import * as fc from 'fast-check';

/** What can happen to a host, its share and its database, as plain data. `n` picks one of what there is. */
export type Command =
  | {
      readonly do: 'add';
      readonly type: string;
      readonly date: string | null;
      readonly name: string;
      readonly content: string;
    }
  | { readonly do: 'replace'; readonly n: number; readonly content: string; readonly quietly: boolean }
  | { readonly do: 'retype'; readonly n: number; readonly type: string }
  | { readonly do: 'redate'; readonly n: number; readonly date: string | null }
  | { readonly do: 'rename'; readonly n: number; readonly name: string }
  | { readonly do: 'delete' | 'loseSource' | 'deleteCopy' | 'corruptCopy' | 'restore' | 'syncOne'; readonly n: number }
  | { readonly do: 'stranger'; readonly directory: string; readonly name: string }
  | { readonly do: 'crash'; readonly step: number; readonly during: 'run' | 'repair' | 'rebuild' }
  | { readonly do: 'verify'; readonly repair: boolean }
  | { readonly do: 'unmount' | 'wrongShare' | 'run' | 'plan' | 'rebuild' | 'loseReceipts' };

export type CommandName = Command['do'];

const n = fc.nat(7);
// Few, so that they meet.
const type = fc.constantFrom('invoice', 'receipt', 'Contract');
const date = fc.constantFrom('2024-01-31', '2024-02-01', null);
const name = fc.constantFrom('a.pdf', 'A.PDF', 'b.pdf');
const content = fc.constantFrom('x', 'y', 'long content, '.repeat(12));
const directory = fc.constantFrom('2024/01/invoices', '2024/02/receipts', 'undated/others');

const of = <Name extends CommandName>(...names: Name[]) => fc.constantFrom(...names);

export const commands: fc.Arbitrary<Command[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: of('add'), type, date, name, content }) },
    { weight: 2, arbitrary: fc.record({ do: of('replace'), n, content, quietly: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ do: of('retype'), n, type }) },
    { weight: 2, arbitrary: fc.record({ do: of('redate'), n, date }) },
    { weight: 2, arbitrary: fc.record({ do: of('rename'), n, name }) },
    {
      weight: 6,
      arbitrary: fc.record({
        do: of('delete', 'loseSource', 'deleteCopy', 'corruptCopy', 'restore', 'syncOne'),
        n,
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: of('stranger'), directory, name }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: of('crash'),
        step: fc.nat(120),
        during: fc.constantFrom('run' as const, 'run' as const, 'repair' as const, 'rebuild' as const),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: of('verify'), repair: fc.boolean() }) },
    {
      weight: 8,
      arbitrary: fc.record({ do: of('run', 'run', 'run', 'plan', 'unmount', 'wrongShare', 'rebuild', 'loseReceipts') }),
    },
  ),
  { maxLength: 60, size: 'max' },
);

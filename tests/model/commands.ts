import * as fc from 'fast-check';
import type { Dimension } from './dimensions.js';

/** What an engine is asked for while another one works beside it. */
export type Act = 'run' | 'syncOne' | 'verify' | 'repair';

/** What the host does to a document while an engine works. */
export type HostChange = 'replace' | 'rename' | 'redate' | 'bump' | 'delete' | 'loseSource';

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
  | {
      readonly do: 'delete' | 'loseSource' | 'loseAndRestore' | 'deleteCopy' | 'corruptCopy' | 'restore' | 'syncOne';
      readonly n: number;
    }
  | { readonly do: 'stranger'; readonly directory: string; readonly name: string }
  | { readonly do: 'crash'; readonly step: number; readonly during: 'run' | 'repair' | 'rebuild' }
  | { readonly do: 'verify'; readonly repair: boolean }
  | { readonly do: 'unmount' | 'wrongShare' | 'run' | 'plan' | 'rebuild' | 'loseReceipts' }
  // Of dimensions
  | { readonly do: 'bump'; readonly n: number }
  | {
      readonly do: 'together';
      readonly acts: readonly [Act, Act];
      readonly n: readonly [number, number];
      /** The order in which their calls come. */
      readonly seed: number;
      /** The second is of the other store, if there is one. */
      readonly across: boolean;
      /** The second is killed after so many calls. */
      readonly dies: number | null;
    }
  | {
      readonly do: 'meanwhile';
      readonly act: Act;
      readonly n: readonly [number, number];
      readonly change: HostChange;
      readonly step: number;
    }
  | { readonly do: 'dump' }
  | { readonly do: 'loadDump'; readonly sources: boolean; readonly receipts: boolean; readonly adds: number }
  | { readonly do: 'nameCopy'; readonly n: number; readonly of: number }
  | { readonly do: 'nameStranger'; readonly n: number; readonly name: string }
  | { readonly do: 'moveByHand'; readonly n: number; readonly folder: string }
  | { readonly do: 'unkept'; readonly act: Act; readonly n: number };

export type CommandName = Command['do'];

/** Which dimension a command is of; none: it is played in every history. */
export const dimensionOf: Partial<Record<CommandName, Dimension>> = {
  bump: 'touched',
  together: 'engines',
  meanwhile: 'meanwhile',
  dump: 'dumps',
  loadDump: 'dumps',
  nameCopy: 'inside',
  nameStranger: 'inside',
  moveByHand: 'edited',
  unkept: 'unkept',
};

/** Something that happens to one of the hosts. */
export interface Step {
  /** 0 where there is but one. */
  readonly host: 0 | 1;
  readonly command: Command;
}

export interface History {
  /** Those that it takes part in; steps of others are passed over. */
  readonly dimensions: readonly Dimension[];
  readonly steps: readonly Step[];
}

const n = fc.nat(7);
// Few, so that they meet.
const type = fc.constantFrom('invoice', 'receipt', 'Contract');
const date = fc.constantFrom('2024-01-31', '2024-02-01', null);
const name = fc.constantFrom('a.pdf', 'A.PDF', 'b.pdf');
const content = fc.constantFrom('x', 'y', 'long content, '.repeat(12));
const directory = fc.constantFrom('2024/01/invoices', '2024/02/receipts', 'undated/others');
const act = fc.constantFrom<Act[]>('run', 'run', 'run', 'syncOne', 'repair', 'verify');
const step = fc.nat(120);

const of = <Name extends CommandName>(...names: Name[]) => fc.constantFrom(...names);

const plain: fc.WeightedArbitrary<Command>[] = [
  { weight: 6, arbitrary: fc.record({ do: of('add'), type, date, name, content }) },
  { weight: 2, arbitrary: fc.record({ do: of('replace'), n, content, quietly: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: of('retype'), n, type }) },
  { weight: 2, arbitrary: fc.record({ do: of('redate'), n, date }) },
  { weight: 2, arbitrary: fc.record({ do: of('rename'), n, name }) },
  {
    weight: 7,
    arbitrary: fc.record({
      do: of('delete', 'loseSource', 'loseAndRestore', 'deleteCopy', 'corruptCopy', 'restore', 'syncOne'),
      n,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: of('stranger'), directory, name }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: of('crash'),
      step,
      during: fc.constantFrom('run' as const, 'run' as const, 'repair' as const, 'rebuild' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: of('verify'), repair: fc.boolean() }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: of('run', 'run', 'run', 'plan', 'unmount', 'wrongShare', 'rebuild', 'loseReceipts') }),
  },
];

const ofDimensions: Partial<Record<Dimension, fc.WeightedArbitrary<Command>[]>> = {
  touched: [{ weight: 2, arbitrary: fc.record({ do: of('bump'), n }) }],
  engines: [
    {
      weight: 5,
      arbitrary: fc.record({
        do: of('together'),
        acts: fc.tuple(act, act),
        n: fc.tuple(n, n),
        seed: fc.nat(),
        across: fc.boolean(),
        dies: fc.oneof(fc.constant(null), step),
      }),
    },
  ],
  meanwhile: [
    {
      weight: 4,
      arbitrary: fc.record({
        do: of('meanwhile'),
        act,
        n: fc.tuple(n, n),
        change: fc.constantFrom<HostChange[]>('replace', 'rename', 'redate', 'bump', 'delete', 'loseSource'),
        step,
      }),
    },
  ],
  dumps: [
    { weight: 3, arbitrary: fc.record({ do: of('dump') }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: of('loadDump'), sources: fc.boolean(), receipts: fc.boolean(), adds: fc.nat(3) }),
    },
  ],
  inside: [
    { weight: 3, arbitrary: fc.record({ do: of('nameCopy'), n, of: n }) },
    { weight: 1, arbitrary: fc.record({ do: of('nameStranger'), n, name }) },
  ],
  edited: [{ weight: 5, arbitrary: fc.record({ do: of('moveByHand'), n, folder: directory }) }],
  unkept: [{ weight: 2, arbitrary: fc.record({ do: of('unkept'), act, n }) }],
};

/** Histories that each take part in some of these dimensions. */
export function anyHistory(dimensions: readonly Dimension[]): fc.Arbitrary<History> {
  const command = fc.oneof(...plain, ...dimensions.flatMap((dimension) => ofDimensions[dimension] ?? []));
  const host = dimensions.includes('stores') ? fc.constantFrom(0 as const, 1 as const) : fc.constant(0 as const);
  return fc.record({
    dimensions: fc.subarray([...dimensions]),
    steps: fc.array(fc.record({ host, command }), { maxLength: 60, size: 'max' }),
  });
}

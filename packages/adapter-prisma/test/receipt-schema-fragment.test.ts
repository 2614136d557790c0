import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { receiptMigrationText } from '../../adapter-knex/src/receipt-migration';
import { receiptSchemaFragment } from '../src/index';

const providers = ['sqlite', 'postgresql', 'mysql'] as const;

// White space aside, and without the line that says what it is.
const bare = (text: string) => text.replace(/^\/\/\/.*\n/, '').replace(/ +/g, ' ');

test.each(providers)('the clients of the tests are generated from the fragment, %s', (provider) => {
  for (const version of provider === 'postgresql' ? ['5', '6', '7'] : ['6', '7']) {
    const file = new URL(`../fixtures/prisma-${version}/generated/${provider}/schema.prisma`, import.meta.url);
    expect(bare(readFileSync(fileURLToPath(file), 'utf8'))).toContain(bare(receiptSchemaFragment({ provider })));
  }
});

test('the table is the one that the Knex adapter’s migration makes', () => {
  const [columns, key, ...indexes] = [...receiptMigrationText().matchAll(/table\.(\w+)\((.+)\)(\.notNullable\(\))?;/g)]
    .map(([, method = '', of = '', required]) => ({ method, of: of.replace(/[[\]']/g, ''), required: !!required }))
    .filter(({ method }) => !/charset|collate/.test(method))
    .reduce<string[][]>(
      (parts, { method, of, required }) => {
        const [name, length] = of.split(', ');
        if (method === 'primary' || method === 'index') parts.push([of]);
        else
          parts[0]?.push(`${name} ${method}${method === 'string' ? ` ${length}` : ''}${required ? ' required' : ''}`);
        return parts;
      },
      [[]],
    );
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const types: Readonly<Record<string, string>> = { Int: 'integer', BigInt: 'bigInteger', String: 'string' };
  const fragment = receiptSchemaFragment({ provider: 'mysql' });
  const fields = [
    ...fragment.matchAll(/^ {2}(\w+) +(\w+)(\?)? *(?:@map\("(\w+)"\))? *(?:@db\.(?:Text|VarChar\((\d+)\)))?$/gm),
  ];
  expect(
    fields.map(([line, name = '', type = '', optional, mapped, length]) => {
      const kind = line.includes('@db.Text') ? 'text' : `${types[type]}${length ? ` ${length}` : ''}`;
      return `${mapped ?? name} ${kind}${optional ? '' : ' required'}`;
    }),
  ).toEqual(columns);
  const listed = (text: string) => text.split(', ').map(snake).join(', ');
  expect([listed(fragment.match(/@@id\(\[(.+)\]\)/)?.[1] ?? '')]).toEqual(key);
  expect(
    [...fragment.matchAll(/@@index\(\[(.+)\], map: "(\w+)"\)/g)].map(([, of = '', name]) => [`${listed(of)}, ${name}`]),
  ).toEqual(indexes);
});

test('other names, and what is refused', () => {
  const fragment = receiptSchemaFragment({ provider: 'sqlite', model: 'Copies', table: 'copies' });
  expect(fragment).toContain('model Copies {');
  expect(fragment).toContain('@@index([mirrorId, attempts], map: "copies_failing")\n  @@map("copies")');
  expect(fragment).not.toContain('@db.');
  expect(() => receiptSchemaFragment({} as never)).toThrow(
    `receiptSchemaFragment: option "provider": write one of 'sqlite', 'postgresql', 'mysql'`,
  );
  expect(() => receiptSchemaFragment({ provider: 'mysql', model: 'my copies' })).toThrow(
    'write a name as in the schema',
  );
});

/** `socle platform export` and `import`: from one file to another, and nothing half done on the way. */
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { openEmbedded } from '../../lib/bin/embedded';
import { cpoolBody, datastoreBody } from '../terraform/stacks';
import { runSocle } from './run-socle';

const root = mkdtempSync(join(tmpdir(), 'socle-transfer-'));
afterAll(() => rmSync(root, { recursive: true }));
const at = (name: string): string => join(root, name);
const beside = (name: string): string[] => readdirSync(root).filter((each) => each.startsWith(basename(name)));

async function platformFile(name: string, ...entries: readonly { readonly type: string; readonly values: object }[]): Promise<string> {
  const { client } = await openEmbedded({ statePath: at(name), cwd: root });
  for (const { type, values } of entries) await client.dispatch({ kind: 'create', type, values: { ...values } });
  await client.close();
  return unheld(at(name));
}
/** The same file as nobody of this process ever had it open: what was not collected yet may still hold the other. */
function unheld(path: string): string {
  copyFileSync(path, `${path}.copy`);
  for (const companion of ['', '-wal', '-shm']) rmSync(path + companion, { force: true });
  renameSync(`${path}.copy`, path);
  return path;
}
async function hashOf(path: string): Promise<string> {
  const { client } = await openEmbedded({ statePath: path, purpose: 'look', cwd: root });
  return client.hash().finally(() => client.close());
}
const cpool = { type: 'cpool', values: cpoolBody };

test('what was exported and imported has the same hash, and the file itself is left as it was', async () => {
  const from = await platformFile('from.db', cpool, { type: 'datastore', values: { ...datastoreBody, cpool_ids: ['tenants/main/cpools/prod'] } });
  const before = readFileSync(from);
  expect(await runSocle(['platform', 'export', at('whole.json'), from])).toMatchObject({ exit: 0, err: '' });
  expect(readFileSync(from).equals(before)).toBe(true);
  expect(await runSocle(['platform', 'import', at('whole.json'), at('to.db')])).toMatchObject({ exit: 0, err: '' });
  expect(await hashOf(at('to.db'))).toBe(await hashOf(from));
  expect(beside('to.db')).toEqual(['to.db']);
  expect(beside('whole.json')).toEqual(['whole.json']);
});

test('the output takes the document, and nothing else', async () => {
  const { out } = await runSocle(['platform', 'export', '-', await platformFile('out.db', cpool)]);
  writeFileSync(at('out.json'), out);
  await runSocle(['platform', 'export', at('file.json'), at('out.db')]);
  expect(out).toBe(readFileSync(at('file.json'), 'utf8'));
});

test('a platform in use is replaced only with --yes, an unused one without', async () => {
  const from = await platformFile('source.db', cpool);
  await runSocle(['platform', 'export', at('source.json'), from]);
  const used = await platformFile('used.db', { ...cpool, values: { ...cpoolBody, name: 'mine' } });
  const before = await hashOf(used);
  const refused = await runSocle(['platform', 'import', at('source.json'), used]);
  expect([refused.exit, refused.err]).toEqual([2, expect.stringMatching(/holds 2 resources, and importing would replace them\n +fix: add --yes/)]);
  expect(await hashOf(used)).toBe(before);
  expect((await runSocle(['platform', 'import', at('source.json'), unheld(used), '--yes'])).exit).toBe(0);
  expect(await hashOf(used)).toBe(await hashOf(from));
  // What was imported is in use, although nobody created it there.
  expect((await runSocle(['platform', 'import', at('source.json'), unheld(used)])).err).toMatch(/holds 2 resources/);
  expect((await runSocle(['platform', 'import', at('source.json'), await platformFile('unused.db')])).exit).toBe(0);
});

// A server or a provider that has the file open would go on with one that has no name any more, and all it writes would be lost.
test.each([
  ['import', (path: string) => ['import', at('held.json'), path, '--yes']],
  ['reset', (path: string) => ['reset', path, '--yes']],
])('%s leaves a platform alone that another process has open', async (name, argv) => {
  const path = await platformFile(`held-${name}.db`, cpool);
  await runSocle(['platform', 'export', at('held.json'), path]);
  const { client } = await openEmbedded({ statePath: path, cwd: root });
  const { exit, err } = await runSocle(['platform', ...argv(path)]);
  expect([exit, err]).toEqual([2, expect.stringMatching(/is locked by another process/)]);
  await client.dispatch({ kind: 'create', type: 'cpool', values: { ...cpoolBody, name: 'more' } });
  expect(await client.list('cpool')).toHaveLength(2);
  await client.close();
});

describe('what cannot be done ends with 2, says what to do, and leaves nothing behind:', () => {
  const cases: readonly (readonly [string, (files: { readonly document: string; readonly platform: string }) => string[], RegExp])[] = [
    ['a document that does not exist', ({ platform }) => ['import', at('none.json'), platform], /there is no such file\n +fix: /],
    ['a folder as a document', ({ platform }) => ['import', root, platform], /is not a file\n +fix: /],
    ['a document of something else', ({ platform }) => ['import', 'package.json', platform], /not the document of a platform/],
    ['a platform that does not exist', () => ['export', at('x.json'), at('none.db')], /no platform stands at/],
    ['a place for the document that does not exist', ({ platform }) => ['export', at('none/x.json'), platform], /cannot be written \(ENOENT\)/],
    ['the platform itself as the document', ({ platform }) => ['export', platform, platform], /the platform's own file/],
    ['a place for the platform that does not exist', ({ document }) => ['import', document, at('none/x.db')], /there is no folder/],
    ['another file in the place of the platform', ({ document }) => ['import', document, document, '--yes'], /not a platform file/],
  ];
  test.each(cases)('%s', async (_, argv, message) => {
    const platform = await platformFile('kept.db', cpool);
    await runSocle(['platform', 'export', at('kept.json'), platform]);
    const before = readdirSync(root).map((name) => [name, readFileSync(at(name))] as const);
    const { exit, out, err } = await runSocle(['platform', ...argv({ document: at('kept.json'), platform })]);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(readdirSync(root).map((name) => [name, readFileSync(at(name))] as const)).toEqual(before);
    rmSync(platform);
  });
});

/** The bank in plain HCL, in a folder of its own: formatted, tested, applied, unchanged, refused where it is too small, destroyed. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectClearRefusal } from './diagnostics';
import { standing } from './out-of-band';
import { Workspace } from './terraform';

const EXAMPLE = join(__dirname, '../../examples/hcl');
const files = readdirSync(EXAMPLE).filter((name) => /\.(tf|hcl)$/.test(name));

let bank: Workspace;
beforeAll(async () => {
  bank = new Workspace(Object.fromEntries(files.map((name) => [name, readFileSync(join(EXAMPLE, name), 'utf8')])));
  expect(await bank.init()).toMatchObject({ code: 0 });
});
afterAll(() => bank.close());

test('it is written as terraform fmt writes it', async () => {
  expect(await bank.run(['fmt', '-check', '-diff'])).toMatchObject({ code: 0, stdout: '' });
});

test('its tests pass on a platform of their own, which they leave empty', async () => {
  const { code, text } = await bank.run(['test']);
  expect({ code, text }).toMatchObject({ code: 0, text: expect.stringContaining('Success! 2 passed, 0 failed.') });
  expect(text).not.toContain('Warning');
  expect(existsSync(join(bank.folder, '.socle/platform.db'))).toBe(false);
});

test('it is applied without a word of warning, and there is nothing to change', async () => {
  const applied = await bank.apply();
  expect(applied).toMatchObject({ code: 0, text: expect.stringContaining('Apply complete!') });
  expect(applied.text).not.toContain('Warning');
  expect(await standing(bank, 'virtual_machine')).toHaveLength(12);
  expect(await bank.hasNoChange()).toBe(true);
});

test('one GiB too little for its databases is refused at plan', async () => {
  await bank.destroy();
  expect((await bank.plan('-var', 'databases_gib=3116')).code).toBe(0);
  expectClearRefusal(await bank.plan('-var', 'databases_gib=3115'), 'STORAGE-006 tenants/main/datastores/databases');
});

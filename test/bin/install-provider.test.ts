/** The provider is laid out where terraform and tofu look for it, whole or not at all. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installProvider, targetOf } from '../../lib/bin/install-provider';
import { defaultStatePath } from '../../lib/bin/state-path';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'socle-install-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const built = (text: string): string => {
  const from = mkdtempSync(join(folder, 'built-'));
  writeFileSync(join(from, 'terraform-provider-socle'), text);
  mkdirSync(join(from, 'node_modules'));
  return from;
};

test('for both default hosts, with the version in the name', () => {
  const into = join(folder, 'a', 'mirror');
  const folders = installProvider({ into, from: built('one') });
  expect(folders.map((each) => each.slice(into.length + 1).split('/')[0])).toEqual(['registry.terraform.io', 'registry.opentofu.org']);
  for (const each of folders) expect(readdirSync(each).sort()).toEqual(['node_modules', 'terraform-provider-socle_v0.1.0']);
});

test('a second installation replaces the first and leaves nothing beside it', () => {
  installProvider({ into: folder, from: built('one') });
  const [first = ''] = installProvider({ into: folder, from: built('two') });
  expect(readFileSync(join(first, 'terraform-provider-socle_v0.1.0'), 'utf8')).toBe('two');
  expect(readdirSync(join(first, '..'))).toHaveLength(1);
});

test('an installation that fails leaves what stood', () => {
  const [first = ''] = installProvider({ into: folder, from: built('one') });
  expect(() => installProvider({ into: folder, from: join(folder, 'none') })).toThrow();
  expect(readFileSync(join(first, 'terraform-provider-socle_v0.1.0'), 'utf8')).toBe('one');
  expect(readdirSync(join(first, '..'))).toHaveLength(1);
});

test.each([
  ['linux', 'x64', 'linux_amd64'],
  ['darwin', 'arm64', 'darwin_arm64'],
  ['win32', 'x64', 'windows_amd64'],
])('%s on %s is %s', (system, machine, target) => expect(targetOf(system, machine)).toBe(target));

describe('the file of the embedded platform', () => {
  test.each(['cdktf.json', '.git', '.socle'])('stands where %s is, upwards', (mark) => {
    mkdirSync(join(folder, 'app/stacks/one'), { recursive: true });
    mkdirSync(join(folder, 'app', mark));
    expect(defaultStatePath(join(folder, 'app/stacks/one'))).toBe(join(folder, 'app/.socle/platform.db'));
  });

  test('the nearest mark wins', () => {
    mkdirSync(join(folder, '.git'));
    mkdirSync(join(folder, 'app/.socle'), { recursive: true });
    expect(defaultStatePath(join(folder, 'app'))).toBe(join(folder, 'app/.socle/platform.db'));
  });
});

/** CI whose state is remote: what `terraform state pull` gives is rebuilt, whoever holds the platform; and a platform goes elsewhere and stays the same. */
import { join } from 'node:path';
import { runSocle } from '../bin/run-socle';
import { EVERY_COUNT, EVERY_ID, EVERY_TYPE } from './every-type';
import type { Workspace } from './terraform';
import { Workspaces } from './workspaces';

const workspaces = new Workspaces();
afterAll(workspaces.close);

let standing: Workspace;
beforeAll(async () => {
  standing = await workspaces.of(EVERY_TYPE);
  expect((await standing.apply()).code).toBe(0);
});

test('a state with every type is rebuilt without it, and its plan is drilled', async () => {
  const { stdout } = await standing.run(['state', 'pull']);
  standing.write({ 'state.json': stdout });
  const path = join(standing.folder, 'state.json');
  const { exit, out, err } = await runSocle(['platform', 'rehearse', path, '--plan', 'loss', '--format', 'json']);
  const said = JSON.parse(out) as { built: number; refused: unknown[]; drills: { verdict: string }[] };
  expect([err, said.refused, said.built, said.drills.map(({ verdict }) => verdict), exit]).toEqual(['', [], EVERY_COUNT, ['met'], 0]);
});

test('a platform that was exported and imported has nothing to change, and goes on', async () => {
  const access = await standing.access();
  const file = join(standing.folder, '.socle/platform.db');
  const [document, imported] = ['whole.json', 'elsewhere.db'].map((name) => join(standing.folder, name)) as [string, string];
  expect(await runSocle(['platform', 'export', document, file])).toMatchObject({ exit: 0, err: '' });
  expect(await runSocle(['platform', 'import', document, imported])).toMatchObject({ exit: 0, err: '' });
  const elsewhere = { SOCLE_ENDPOINT: '', SOCLE_STATE_PATH: imported };
  expect((await standing.run(['plan', '-input=false', '-detailed-exitcode'], { env: { ...access, ...elsewhere } })).code).toBe(0);
  const more = await standing.run(['destroy', '-input=false', '-auto-approve'], { env: { ...access, ...elsewhere } });
  expect(more.text).toContain(`Resources: ${Object.keys(EVERY_ID).length} destroyed.`);
});

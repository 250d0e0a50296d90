/** Time passes and things break on the platform of a configuration: Terraform goes on planning nothing, and applies what is asked. */
import { join } from 'node:path';
import { type Ran, runSocle } from '../bin/run-socle';
import { EVERY_TYPE } from './every-type';
import { onPlatform } from './out-of-band';
import { Workspaces } from './workspaces';

const workspaces = new Workspaces();
afterAll(workspaces.close);

type Workspace = Awaited<ReturnType<Workspaces['of']>>;

/** `socle platform` for the platform of a workspace, wherever it is. */
async function platform(workspace: Workspace, ...words: readonly string[]): Promise<Ran> {
  const access = await workspace.access();
  const env = Object.keys(access).length > 0 ? access : { SOCLE_STATE_PATH: join(workspace.folder, '.socle/platform.db') };
  return runSocle(['platform', ...words], { env });
}

test('a stack of every type is as it was configured after forty days, a lost zone and a cut link', async () => {
  const workspace = await workspaces.of(EVERY_TYPE);
  expect((await workspace.apply()).code).toBe(0);
  for (const words of [
    ['clock', 'advance', '40d'],
    ['fault', 'strike', 'link', '--zone', 'par7s', '--other-zone', 'th3s', '--for', '6h'],
    ['fault', 'strike', 'zone', '--zone', 'th3s', '--after', '1d', '--for', '2h'],
  ])
    expect(await platform(workspace, ...words)).toMatchObject({ exit: 0, err: '' });
  const plans = [await workspace.hasNoChange()];
  for (const time of ['1d1h', '2d']) {
    expect((await platform(workspace, 'clock', 'advance', time)).exit).toBe(0);
    plans.push(await workspace.hasNoChange());
  }
  expect(plans).toEqual([true, true, true]);
  const log = await onPlatform(workspace, (each) => each.events(0, 10_000));
  expect(log.filter(({ kind }) => kind === 'due').length).toBeGreaterThan(40);
  expect((await workspace.destroy()).code).toBe(0);
});

test('an API that fails is said with what to mend, and when it is mended the apply goes through', async () => {
  const workspace = await workspaces.of(EVERY_TYPE);
  expect((await workspace.apply()).code).toBe(0);
  const struck = JSON.parse((await platform(workspace, 'fault', 'strike', 'api', '--error', '503', '--format', 'json')).out) as { id: string };
  const plan = await workspace.plan();
  expect([plan.code, plan.text]).toEqual([1, expect.stringContaining(struck.id)]);
  expect((await platform(workspace, 'fault', 'mend', struck.id)).exit).toBe(0);
  expect(await workspace.hasNoChange()).toBe(true);
});

/** Two stacks, each with a state of its own, applied at the same time: on one platform, and on two. */
import { expectClearRefusal } from './diagnostics';
import { standing } from './out-of-band';
import { GROUND, MACHINE_IDS, machine } from './small-estate';
import { Workspace } from './terraform';

const labels = (prefix: string): string[] => ['1', '2', '3', '4', '5', '6'].map((n) => prefix + n);
const machines = (prefix: string): string =>
  labels(prefix)
    .map((label) => machine({ label }))
    .join('')
    .replaceAll('socle_cpool.prod.id', '"tenants/main/cpools/prod"')
    .replaceAll('socle_datastore.data.id', '"tenants/main/datastores/data"')
    .replaceAll('socle_backup_policy.daily.id', '"tenants/main/backup-policies/daily"');

let first: Workspace;
let second: Workspace;
beforeEach(async () => {
  first = new Workspace();
  second = new Workspace();
  for (const workspace of [first, second]) {
    workspace.main('');
    expect(await workspace.init()).toMatchObject({ code: 0 });
  }
});
afterEach(() => Promise.all([first.close(), second.close()]));

test('on one platform both arrive, neither sees a change, and neither takes a name of the other', async () => {
  first.main(GROUND + machines('x'));
  second.main((await first.shared()) + machines('y'));
  const [one, two] = await Promise.all([first.apply(), second.apply()]);
  if (two.code !== 0) expectClearRefusal(two, /REFERENCE-001/, /apply again/);
  expect(one).toMatchObject({ code: 0 });
  expect(await second.apply()).toMatchObject({ code: 0 });
  expect(await standing(first, 'virtual_machine')).toEqual([...labels('x'), ...labels('y')].map((label) => MACHINE_IDS + label));
  expect(await Promise.all([first.hasNoChange(), second.hasNoChange()])).toEqual([true, true]);

  second.main((await first.shared()) + machines('y') + machines('x'));
  expectClearRefusal(await second.apply(), /IDENTITY-002 tenants\/main\/virtual-machines\/x1/, /import { to = socle_virtual_machine\.<name>/);
  second.main((await first.shared()) + machines('y'));
  expect((await second.destroy()).code).toBe(0);
  expect(await first.hasNoChange()).toBe(true);
});

test('on one platform, upgrades at the same time both arrive: each waits for the other where the file is busy', async () => {
  first.main(GROUND + machines('x'));
  expect(await first.apply()).toMatchObject({ code: 0 });
  second.main((await first.shared()) + machines('y'));
  expect(await second.apply()).toMatchObject({ code: 0 });
  first.main(GROUND + machines('v'));
  second.main((await first.shared()) + machines('w'));
  const runs = await Promise.all([first.apply(), second.apply()]);
  expect(runs.map(({ code }) => code)).toEqual([0, 0]);
  expect(await standing(first, 'virtual_machine')).toEqual([...labels('v'), ...labels('w')].map((label) => MACHINE_IDS + label));
});

test('on two platforms the same names stand twice', async () => {
  for (const workspace of [first, second]) workspace.main(GROUND + machines('x'));
  const runs = await Promise.all([first.apply(), second.apply()]);
  expect(runs.map(({ code }) => code)).toEqual([0, 0]);
  expect(await standing(second, 'virtual_machine')).toEqual(await standing(first, 'virtual_machine'));
  expect((await first.destroy()).code).toBe(0);
  expect(await second.hasNoChange()).toBe(true);
});

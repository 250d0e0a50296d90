/** Ctrl-C in the middle of an apply, and how one gets out of what an interruption leaves behind. */
import { converged, restoreState } from './convergence';
import { expectClearRefusal, wordsOf } from './diagnostics';
import { changeBeside, onPlatform, standing } from './out-of-band';
import { noProviderLeft, providersIn } from './processes';
import { cpool, datastore, GROUND, MACHINE_IDS, machine, POLICY } from './small-estate';
import { type Run, Workspace } from './terraform';

const LABELS = Array.from({ length: 24 }, (_, index) => `m${index}`);
const MANY = POLICY + cpool() + datastore() + LABELS.map((label) => machine({ label, memoryGib: 8 })).join('');

let workspace: Workspace;
beforeEach(async () => {
  workspace = new Workspace();
  workspace.main('');
  expect(await workspace.init()).toMatchObject({ code: 0 });
});
afterEach(() => workspace.close());

/** Applies, and interrupts at the first line of output that tells so: the whole group of processes, as a terminal does. */
function interrupted(at: RegExp, signals: number): Promise<Run> {
  return workspace.run(['apply', '-input=false', '-auto-approve'], {
    started(terraform) {
      let sent = false;
      terraform.stdout?.on('data', (text: string) => {
        if (sent || !at.test(text)) return;
        sent = true;
        for (let signal = 0; signal < signals; signal += 1) {
          terraform.kill('SIGINT');
          for (const provider of providersIn(workspace.folder)) process.kill(provider, 'SIGINT');
        }
      });
    },
  });
}

test('an apply that is interrupted ends what has begun, keeps it in the state, and the next apply does the rest', async () => {
  workspace.main(MANY);
  const run = await interrupted(/machine\.m\d+: Creation complete/, 1);
  expect(run.text).not.toMatch(/panic|stack/);
  await noProviderLeft(workspace.folder);
  const inState = (await workspace.run(['state', 'list'])).stdout.split('\n').filter((line) => line.includes('virtual_machine'));
  expect(inState).toHaveLength((await standing(workspace, 'virtual_machine')).length);
  expect(await workspace.apply()).toMatchObject({ code: 0 });
  expect(await workspace.hasNoChange()).toBe(true);
});

test('what waits when Ctrl-C comes stops waiting, and says that nothing was changed', async () => {
  workspace.main(GROUND);
  expect(await workspace.apply()).toMatchObject({ code: 0 });
  workspace.main(GROUND + machine({ on: '"tenants/main/datastores/nowhere"' }));
  const run = await interrupted(/machine\.a: Creating/, 1);
  await noProviderLeft(workspace.folder);
  expect(run.code).toBe(1);
  // Where Ctrl-C is faster than the first try, there is no refusal to tell of.
  expect(wordsOf(run)).toMatch(
    /REFERENCE-001 tenants\/main\/virtual-machines\/a: .*(stopped\. Nothing was changed: apply again|apply again, or raise)|Error: Cancelled/,
  );
});

test('an impatient second Ctrl-C leaves no provider behind, and the next apply gets through', async () => {
  workspace.main(MANY);
  await interrupted(/machine\.m\d+: Creating/, 2);
  await noProviderLeft(workspace.folder);
  restoreState(workspace);
  expect(await converged(workspace)).toBeLessThanOrEqual(2);
  expect(await workspace.hasNoChange()).toBe(true);
});

test('a destruction that is killed is finished by the next one', async () => {
  workspace.main(MANY);
  expect(await workspace.apply()).toMatchObject({ code: 0 });
  const killed = await workspace.run(['destroy', '-input=false', '-auto-approve'], {
    started(terraform) {
      terraform.stdout?.on('data', (text: string) => {
        if (text.includes('Destruction complete')) terraform.kill('SIGKILL');
      });
    },
  });
  expect(killed.code).not.toBe(0);
  await noProviderLeft(workspace.folder);
  restoreState(workspace);
  expect((await workspace.destroy()).code).toBe(0);
  for (const type of ['virtual_machine', 'datastore', 'cpool', 'backup_policy']) expect(await standing(workspace, type)).toEqual([]);
});

test('what a broken-off apply created is named with the command that adopts it, and adopted there is nothing to change', async () => {
  workspace.main(GROUND);
  expect(await workspace.apply()).toMatchObject({ code: 0 });
  workspace.main(GROUND + machine());
  expect(await workspace.apply()).toMatchObject({ code: 0 });
  expect(await workspace.run(['state', 'rm', 'socle_virtual_machine.a'])).toMatchObject({ code: 0 });

  const id = `${MACHINE_IDS}a`;
  const refused = await workspace.apply();
  expectClearRefusal(
    refused,
    /IDENTITY-002 tenants\/main\/virtual-machines\/a/,
    /an interrupted apply made it/,
    `to = socle_virtual_machine.<name> id = "${id}"`,
  );
  expect(await workspace.run(['import', '-input=false', 'socle_virtual_machine.a', id])).toMatchObject({ code: 0 });
  expect(await workspace.hasNoChange()).toBe(true);
});

test('what has changed since it was broken off is adopted and set right in one apply, with an import block', async () => {
  workspace.main(GROUND + machine());
  expect(await workspace.apply()).toMatchObject({ code: 0 });
  await changeBeside(workspace, `${MACHINE_IDS}a`, { vcpus: 6 });
  expect(await workspace.run(['state', 'rm', 'socle_virtual_machine.a'])).toMatchObject({ code: 0 });
  workspace.main(`${GROUND}${machine({ more: 'allow_power_cycle = true' })}import {\n  to = socle_virtual_machine.a\n  id = "${MACHINE_IDS}a"\n}\n`);
  expect((await workspace.apply()).text).toContain('1 imported, 0 added, 1 changed, 0 destroyed');
  expect(await onPlatform(workspace, async (platform) => (await platform.get(`${MACHINE_IDS}a`))?.values['vcpus'])).toBe(2);
  expect(await workspace.hasNoChange()).toBe(true);
});

/**
 * Terraform, or its provider, is killed in the middle of an apply, at moments that the platform's event log chooses. Nothing that
 * was acknowledged is lost, no process stays, and the user gets out with the next apply: by itself, or with the import blocks
 * that its errors ask for, written once.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sqlite } from '../../lib/platform/sqlite';
import { converged, restoreState } from './convergence';
import { onPlatform } from './out-of-band';
import { noProviderLeft, providersIn } from './processes';
import { apart, cpool, datastore, machine, POLICY } from './small-estate';
import { type Run, Workspace } from './terraform';

const MOMENTS = 20;
const MACHINES = 7;
const FILE = '.socle/platform.db';
/** What an apply below writes to the log at most: as many VMs gone as new ones, a rule, a Cpool. */
const EVENTS = 2 * MACHINES + 2;

/** The n-th generation of the stack: other VMs than the one before, a Cpool that is updated, a rule that follows them. */
function generation(n: number): string {
  const labels = Array.from({ length: MACHINES }, (_, index) => `g${n}-${index}`);
  return (
    POLICY +
    cpool({ hostCount: 4, memoryGib: 512 + (n % 2) }) +
    datastore() +
    labels.map((label) => machine({ label })).join('') +
    apart(labels.slice(0, 3))
  );
}

/** Numbers from 0 to below 1 that are the same in every run; what really differs is what the machine does meanwhile. */
function* draws(): Generator<number, never> {
  for (let seed = 20_261_122; ; seed = (seed * 48_271) % 2_147_483_647) yield seed / 2_147_483_647;
}
const random = draws();

let workspace: Workspace;
beforeAll(async () => {
  workspace = new Workspace();
  workspace.main(generation(0));
  expect(await workspace.init()).toMatchObject({ code: 0 });
  expect(await workspace.apply()).toMatchObject({ code: 0 });
});
afterAll(() => workspace.close());

/** Applies, and kills when so many events have been written. */
async function killedApply(victim: 'terraform' | 'provider', afterEvents: number): Promise<Run> {
  return onPlatform(workspace, async (platform) => {
    const before = (await platform.events(0, 1_000_000)).at(-1)?.revision ?? 0;
    let ended = false;
    let terraform: number | undefined;
    const run = workspace
      .run(['apply', '-input=false', '-auto-approve'], { started: (child) => (terraform = child.pid) })
      .finally(() => (ended = true));
    while (!ended && (await platform.events(before, EVENTS)).length < afterEvents) await pause(1);
    const victims = victim === 'terraform' ? [terraform] : providersIn(workspace.folder);
    for (const pid of victims) if (pid !== undefined && !ended) kill(pid);
    return run;
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended in this very moment.
  }
}

/** As much of a state file as is read here. */
interface State {
  readonly resources: readonly { readonly instances: readonly { readonly attributes: { readonly id: string } }[] }[];
}

const idsIn = (text: string, what: RegExp): string[] => [...text.matchAll(what)].flatMap(([, id]) => id ?? []);

/** What Terraform was told has happened, and what it has written down, is so. */
async function nothingIsLost(run: Run): Promise<void> {
  await onPlatform(workspace, async (platform) => {
    for (const id of idsIn(run.stdout, /Creation complete .*\[id=(.*)\]/g))
      expect({ id, stands: (await platform.get(id)) !== undefined }).toEqual({ id, stands: true });
    const going = idsIn(run.stdout, /Destroying\.\.\. \[id=(.*)\]/g);
    const state = JSON.parse(workspace.read('terraform.tfstate')) as State;
    const kept = state.resources.flatMap(({ instances }) => instances.map(({ attributes }) => attributes.id)).filter((id) => !going.includes(id));
    for (const id of kept) expect({ id, stands: (await platform.get(id)) !== undefined }).toEqual({ id, stands: true });
  });
}

test.each(['terraform', 'provider'] as const)('a killed %s loses nothing, and the next apply converges', async (victim) => {
  const applies: number[] = [];
  for (let moment = 1; moment <= MOMENTS / 2; moment += 1) {
    workspace.main(generation(applies.length + (victim === 'terraform' ? 1 : 1001)));
    const run = await killedApply(victim, Math.floor(random.next().value * EVENTS));
    await noProviderLeft(workspace.folder);
    restoreState(workspace);
    await nothingIsLost(run);
    applies.push(await converged(workspace));
  }
  expect(applies.filter((count) => count > 2)).toEqual([]);
  expect(await workspace.hasNoChange()).toBe(true);
});

test('the platform file is whole after all of it', async () => {
  const Database = sqlite();
  const database = new Database(join(workspace.folder, FILE));
  expect(Object.values(database.prepare('PRAGMA integrity_check').get() as object)).toEqual(['ok']);
  database.close();
  expect((await workspace.destroy()).code).toBe(0);
});

/** State files that are newer, damaged or not the whole truth: a clear refusal, or a plan that puts them right. Nothing on the platform changes. */
import { expectClearRefusal } from './diagnostics';
import { MAIN_TYPES } from './every-type';
import { onPlatform } from './out-of-band';
import type { Workspace } from './terraform';
import { Workspaces } from './workspaces';

const workspaces = new Workspaces();
afterAll(workspaces.close);

interface Instance {
  schema_version: number;
  attributes?: Record<string, unknown> | null;
  attributes_flat?: Record<string, string>;
  private?: string;
}
interface State {
  version: number;
  serial: number;
  resources: { type: string; instances: Instance[] }[];
}

const FILE = 'terraform.tfstate';
let workspace: Workspace;
let sound: string;
let hash: string;
beforeAll(async () => {
  workspace = await workspaces.of(`provider "socle" {}\n${MAIN_TYPES}`);
  expect((await workspace.apply()).code).toBe(0);
  sound = workspace.read(FILE);
  hash = await onPlatform(workspace, (platform) => platform.hash());
});
afterEach(async () => {
  expect(await onPlatform(workspace, (platform) => platform.hash())).toBe(hash);
});

/** Writes the state with its Cpool, or the whole of it, changed. */
function damage(change: (cpool: Instance, state: State) => void): void {
  const state = JSON.parse(sound) as State;
  const [cpool] = state.resources.find(({ type }) => type === 'socle_cpool')?.instances ?? [];
  if (!cpool) throw new Error('the state has no Cpool');
  change(cpool, state);
  workspace.write({ [FILE]: JSON.stringify({ ...state, serial: state.serial + 1 }) });
}

const attributes = (cpool: Instance): Record<string, unknown> => (cpool.attributes ??= {});

describe('a state is refused', () => {
  const refused: readonly (readonly [string, (cpool: Instance, state: State) => void, readonly string[]])[] = [
    [
      'that a newer provider wrote',
      (cpool) => {
        cpool.schema_version = 7;
      },
      ['newer provider version', 'socle_cpool.prod', 'Upgrade the socle provider'],
    ],
    [
      'in a form that a newer Terraform wrote',
      (_, state) => {
        state.version = 5;
      },
      ['Unsupported state file format'],
    ],
    [
      'with a value of another type',
      (cpool) => {
        attributes(cpool)['host_count'] = 'many';
      },
      ['The stored state cannot be read', 'socle_cpool', 'Fix: remove it from the state and import it again'],
    ],
    [
      'without values',
      (cpool) => {
        cpool.attributes = null;
      },
      ['The stored state cannot be read', 'Fix: remove it from the state and import it again'],
    ],
    [
      'from before Terraform 0.12',
      (cpool) => {
        cpool.attributes_flat = { id: 'tenants/main/cpools/prod' };
        delete cpool.attributes;
      },
      ['The state is too old'],
    ],
  ];

  test.each(refused)('%s', async (_, change, words) => {
    damage(change);
    expectClearRefusal(await workspace.plan(), ...words);
    expectClearRefusal(await workspace.destroy(), ...words);
  });
});

describe('a state is read', () => {
  const read: readonly (readonly [string, (cpool: Instance) => void])[] = [
    [
      'with an attribute that is gone',
      (cpool) => {
        attributes(cpool)['colour'] = 'blue';
      },
    ],
    [
      'without an attribute that came later',
      (cpool) => {
        delete attributes(cpool)['cores'];
      },
    ],
    [
      'whose private part is not ours',
      (cpool) => {
        cpool.private = Buffer.from('no JSON').toString('base64');
      },
    ],
    [
      'without a private part',
      (cpool) => {
        delete cpool.private;
      },
    ],
  ];

  test.each(read)('%s, and there is no change', async (_, change) => {
    damage(change);
    expect(await workspace.hasNoChange()).toBe(true);
  });
});

test('what the state calls by the id of another type is planned anew, and the platform refuses to create it twice', async () => {
  damage((cpool) => {
    attributes(cpool)['id'] = 'tenants/main/networks/lan';
  });
  expectClearRefusal(await workspace.apply(), 'IDENTITY-002 tenants/main/cpools/prod', 'Fix:');
});

test('a state that is lost is refused name by name, and import takes everything back', async () => {
  workspace.write({ [FILE]: '' });
  const refused = await workspace.apply('-target=socle_cpool.prod', '-target=socle_network.lan');
  expectClearRefusal(refused, 'IDENTITY-002 tenants/main/cpools/prod', 'IDENTITY-002 organizations/acme/tenants/lab', /import/);
});

/** `socle platform rehearse`: a state becomes a platform that stands for a moment, or says why it cannot. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpool, datastore, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { keyProvider, mirror, REPLICATION, replication, standby, target } from '../../lib/catalogue/facts/example-replication';
import type { Values } from '../../lib/core/unknown';
import type { Platform } from '../../lib/platform/platform';
import { create, openPlatform } from '../platform/open-platform';
import { runSocle } from './run-socle';

const root = mkdtempSync(join(tmpdir(), 'socle-rehearse-'));
afterAll(() => rmSync(root, { recursive: true }));
let next = 0;

interface Resource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly module?: string;
  readonly instances: readonly object[];
}

const resource = (
  type: string,
  attributes: Values,
  more: Partial<Resource> & { readonly index_key?: string | number; readonly deposed?: string } = {},
): Resource => {
  const { index_key, deposed, ...rest } = more;
  const instance = {
    schema_version: 0,
    attributes,
    ...(index_key === undefined ? {} : { index_key }),
    ...(deposed === undefined ? {} : { deposed }),
  };
  return { mode: 'managed', type: `socle_${type}`, name: String(attributes['name']), instances: [instance], ...rest };
};

function stateOf(resources: readonly Resource[], more: object = {}): string {
  const path = join(root, `${(next += 1)}.tfstate`);
  writeFileSync(path, JSON.stringify({ version: 4, terraform_version: '1.14.0', serial: 1, lineage: 'l', outputs: {}, resources, ...more }));
  return path;
}

/** What the provider leaves in the state: the values, what was observed, and nothing of a secret. */
async function stored(platform: Platform, ...entries: readonly { readonly type: string; readonly values: Values }[]): Promise<Resource[]> {
  const resources: Resource[] = [];
  for (const entry of entries) {
    const { id, type, values } = await create(platform, entry);
    const kept = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, key.endsWith('_wo') ? null : value]));
    resources.push(resource(type, { ...kept, ...(await platform.observe(id)) }));
  }
  return resources;
}

const kmip = {
  kmip_endpoint: 'kms.example.org:5696',
  kmip_ca: 'ca',
  kmip_certificate: 'certificate',
  kmip_private_key_wo: 'private',
  kmip_private_key_wo_version: 1,
};
const whole = () => [cpool(), standby(), datastore(), target(), policy(), vm('a'), vm('b'), mirror({ accept_degraded: true }), replication()];
const rehearsed = async (...argv: string[]) => {
  const ran = await runSocle(['platform', 'rehearse', ...argv, '--format', 'json']);
  return {
    ...ran,
    said:
      ran.out === ''
        ? undefined
        : (JSON.parse(ran.out) as { built: number; refused: { address: string; findings: { code: string }[] }[]; drills: { verdict: string }[] }),
  };
};

test('whatever the order in the state, all of it is built, secrets that no state holds among it', async () => {
  const resources = await stored(await openPlatform(), ...whole(), keyProvider({ kind: 'external', ...kmip }));
  for (const order of [resources, [...resources].reverse()]) {
    const { exit, said } = await rehearsed(stateOf(order));
    expect([exit, said?.refused, said?.built]).toEqual([0, [], resources.length]);
  }
});

test('several states are one estate, and without the other each is refused what it stands on', async () => {
  const resources = await stored(await openPlatform(), ...whole());
  const [foundation, app] = [stateOf(resources.slice(0, 5)), stateOf(resources.slice(5))];
  expect((await rehearsed(app, foundation)).exit).toBe(0);
  const { exit, said } = await rehearsed(app);
  expect(exit).toBe(1);
  expect(said?.refused.map(({ address, findings }) => [address, findings[0]?.code])).toContainEqual(['socle_virtual_machine.a', 'REFERENCE-001']);
});

test('the plans that are named are drilled once all of it is built, and a missed objective ends with 1', async () => {
  const groups = [{ priority: 1, virtual_machine_ids: [vmId('a')], start_delay_seconds: 0 }];
  const plan = { primary_availability_zone: 'par7s', standby_availability_zone: 'th3s', mechanism_ids: [REPLICATION], groups };
  const soon = { ...vm('a'), values: { ...vm('a').values, rpo_minutes: 1 } };
  for (const [machine, exit, verdict] of [
    [vm('a'), 0, 'met'],
    [soon, 1, 'missed'],
  ] as const) {
    const entries = [
      cpool(),
      standby(),
      datastore(),
      target(),
      policy(),
      machine,
      replication(),
      { type: 'recovery_plan', values: { name: 'pra', ...plan } },
    ];
    const path = stateOf(await stored(await openPlatform(), ...entries));
    const ran = await rehearsed(path, '--plan', 'pra', '--at', '+90m');
    expect([ran.err, ran.exit, ran.said?.drills.map((drill) => drill.verdict)]).toEqual(['', exit, [verdict]]);
    expect((await rehearsed(path)).said?.drills).toEqual([]);
    expect((await rehearsed(path, '--plan', 'none')).err).toMatch(/none/);
  }
});

test('what does not fit this stock is named by its address, with the code and the fix; the rest stands', async () => {
  const resources = await stored(await openPlatform(), cpool(), datastore(), policy());
  const big = resource(
    'virtual_machine',
    { ...vm('big', { memory_gib: 5000 }).values, id: vmId('big'), tenant: 'main' },
    { module: 'module.app', index_key: 'x' },
  );
  const { exit, out } = await runSocle(['platform', 'rehearse', stateOf([...resources, big])]);
  expect(exit).toBe(1);
  expect(out).toMatch(/module\.app\.socle_virtual_machine\.big\["x"\]/);
  expect(out).toMatch(/COMPUTE-007 /);
  expect(out).toMatch(/built 3 of 4 resources/);
  expect(out).toMatch(/stands: .*1 cpool/);
});

test('what the stock brings along is there already; data sources, other providers and what is deposed are passed over', async () => {
  const tenant = resource('tenant', {
    id: 'organizations/acme/tenants/main',
    organization: 'acme',
    name: 'main',
    owners: [{ email: 'a@example.org', from_organization: true }],
  });
  const [pool] = await stored(await openPlatform(), cpool());
  const others = [
    { ...resource('cpool', { id: 'x', name: 'read' }), mode: 'data' },
    { ...resource('cpool', { id: 'x', name: 'null' }), type: 'null_resource' },
    resource('cpool', { id: 'tenants/main/cpools/old', name: 'old' }, { deposed: '1234' }),
  ];
  const { exit, said } = await rehearsed(stateOf([tenant, ...(pool ? [pool] : []), ...others]));
  expect([exit, said]).toEqual([0, expect.objectContaining({ built: 2, refused: [], resources: { tenant: 1, cpool: 1 } })]);
});

test.each<[string, () => string, RegExp]>([
  ['no file', () => join(root, 'none'), /there is no such file\n +fix: /],
  ['no state', () => 'package.json', /is not a Terraform state\n +fix: terraform state pull/],
  ['a state of another version', () => stateOf([], { version: 3 }), /version 3; 4 is read/],
  ['a state without resources of Socle', () => stateOf([]), /no Socle resources\n +fix: /],
  ['a type that is not known', () => stateOf([resource('castle', { id: 'x', name: 'c' })]), /socle_castle\.c, and no such type is known here/],
])('%s ends with 2, and says what to do', async (_, path, message) => {
  const { exit, out, err } = await runSocle(['platform', 'rehearse', path()]);
  expect([exit, out]).toEqual([2, '']);
  expect(err).toMatch(message);
});

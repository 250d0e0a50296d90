/** One contract, two ways to a platform: in process, and over HTTP on a loopback socket. The same calls have the same answers and the same refusals. */
import { catalogue } from '../../lib/catalogue/complete';
import type { PlatformClient } from '../../lib/client/client';
import { type Command, Refusal, Unavailable } from '../../lib/core/command';
import type { Finding } from '../../lib/core/finding';
import { groundOf, standbyOf, stepsOf } from '../platform/random-commands';
import { idsOf } from '../platform/random-kinds';
import { carryOut } from '../platform/random-platform';
import { type Both, both } from './both';

/** Random steps of one comparison. */
const STEPS = 60;

const writeOnly = new Set([...catalogue.definitions.values()].flatMap(({ attrs }) => Object.keys(attrs).filter((key) => attrs[key]?.writeOnly)));
/** As JSON. What is never kept stands for itself in process, and does not travel. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (key, each: unknown) => (writeOnly.has(key) ? undefined : each)));

type Outcome = { readonly value: unknown } | { readonly refused: readonly Finding[]; readonly retryable: boolean } | { readonly unavailable: string };

/** What came of a call, to compare. */
async function outcome(call: Promise<unknown>): Promise<Outcome> {
  try {
    const value = await call;
    return { value: value === undefined ? 'nothing' : plain(value) };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.findings, retryable: error.retryable };
    if (error instanceof Unavailable) return { unavailable: error.message };
    throw error;
  }
}

async function expectSame({ embedded, remote }: Both, call: (client: PlatformClient) => Promise<unknown>): Promise<Outcome> {
  const inProcess = await outcome(call(embedded));
  expect(await outcome(call(remote))).toEqual(inProcess);
  return inProcess;
}

const LAN = 'tenants/main/networks/lan';
const network = (more: object = {}) =>
  ({ kind: 'create', type: 'network', values: { name: 'lan', availability_zones: ['par7s'], ...more } }) as const;

const idOf = idsOf('main');
const start = (name: string) => ({ type: 'vm_replication', id: idOf('vm-replications', name), action: 'start_copy', input: {} });
/** A VM with a copy in another zone. */
const COPIED: readonly Command[] = [
  {
    kind: 'create',
    type: 'virtual_machine',
    values: {
      name: 'v1',
      cpool_id: idOf('cpools', 'c1'),
      vcpus: 2,
      memory_gib: 1,
      disks: [{ name: 'a', size_gib: 10, datastore_id: idOf('datastores', 'd1') }],
      backup_policy_ids: [idOf('backup-policies', 'p1')],
    },
  },
  {
    kind: 'create',
    type: 'vm_replication',
    values: {
      name: 'r1',
      virtual_machine_id: idOf('virtual-machines', 'v1'),
      target_cpool_id: idOf('cpools', 'dr'),
      target_datastore_id: idOf('datastores', 'copies'),
      interval_hours: 1,
      accept_degraded: true,
    },
  },
];

const calls: Readonly<Record<string, (client: PlatformClient) => Promise<unknown>>> = {
  'what does not stand': (client) => client.get('tenants/main/networks/none'),
  'what is no id': (client) => client.get('tenants/main/networks/../networks/lan'),
  'an id of no collection': (client) => client.get('tenants/main/nets/lan'),
  'an empty id': (client) => client.get(''),
  'what is seen of what does not stand': (client) => client.observe('tenants/main/cpools/none'),
  'a creation': (client) => client.dispatch(network()),
  'the same creation again': (client) => client.dispatch(network()),
  'what stands': (client) => client.get(LAN),
  'what is seen of it': (client) => client.observe(LAN),
  'a list': (client) => client.list('network'),
  'a list of a tenant': (client) => client.list('network', { tenant: 'main' }),
  'a list of a tenant that is not there': (client) => client.list('network', { tenant: 'nobody' }),
  'a list of a tenant with a name that cannot be': (client) => client.list('network', { tenant: '..' }),
  tenants: (client) => client.list('tenant'),
  'tenants of a tenant': (client) => client.list('tenant', { tenant: 'main' }),
  'a list of what is no type': (client) => client.list('unicorn'),
  'a creation without a name': (client) => client.dispatch({ ...network(), values: { availability_zones: ['par7s'] } }),
  'a creation with a name that is a path': (client) => client.dispatch(network({ name: '../lan' })),
  'a creation with a dot for a name': (client) => client.dispatch(network({ name: '..' })),
  'a creation with an attribute too many': (client) => client.dispatch(network({ name: 'other', colour: 'red' })),
  'a creation with a text for a number': (client) => client.dispatch(network({ name: 'other', vlan_id: '7' })),
  'a creation with a number out of range': (client) => client.dispatch(network({ name: 'other', vlan_id: 5000 })),
  'a creation with a key of objects': (client) => client.dispatch(network({ name: 'other', ...JSON.parse('{"__proto__":{"x":1}}') })),
  'a creation in a tenant that is not there': (client) => client.dispatch(network({ tenant: 'nobody' })),
  'an update without a condition': (client) => client.dispatch({ ...network({ description: 'a' }), kind: 'update', id: LAN }),
  'an update of what was last seen': async (client) => {
    const { revision = 0, incarnation = '' } = (await client.get(LAN)) ?? {};
    return client.dispatch({ ...network({ description: 'b' }), kind: 'update', id: LAN, revision, incarnation });
  },
  'an update of what was seen before': (client) => client.dispatch({ ...network({ description: 'c' }), kind: 'update', id: LAN, revision: 1 }),
  'an update of an earlier object': (client) => client.dispatch({ ...network(), kind: 'update', id: LAN, incarnation: 'another' }),
  'an update of what is gone': (client) => client.dispatch({ ...network(), kind: 'update', id: 'tenants/main/networks/gone' }),
  'an update of what is no id': (client) => client.dispatch({ ...network(), kind: 'update', id: 'lan' }),
  'an update that only a replacement can do': (client) => client.dispatch({ ...network({ name: 'lan2' }), kind: 'update', id: LAN }),
  'a preview of a deletion': (client) => client.preview([{ kind: 'delete', type: 'network', id: LAN }]),
  'a preview of nothing': (client) => client.preview([]),
  'a preview of what would be refused': (client) => client.preview([network()]),
  'several commands, one of which is refused': (client) => client.dispatchAll([network({ name: 'first' }), network()]),
  'that none of them stands': (client) => client.get('tenants/main/networks/first'),
  'several commands': (client) => client.dispatchAll([network({ name: 'first' }), { kind: 'delete', type: 'network', id: LAN }]),
  'no command': (client) => client.dispatchAll([]),
  'a deletion of what is gone': (client) => client.dispatch({ kind: 'delete', type: 'network', id: LAN }),
  'a deletion of an earlier object': (client) =>
    client.dispatch({ kind: 'delete', type: 'network', id: 'tenants/main/networks/first', incarnation: 'another' }),
  'an action of what does not stand': (client) => client.act(start('none')),
  'a copy': (client) => client.dispatchAll([...groundOf(), ...standbyOf(), ...COPIED]),
  'an action that there is not': (client) => client.act({ ...start('r1'), action: 'mow' }),
  'an action': (client) => client.act(start('r1')),
  'an action with an input too many': (client) => client.act({ ...start('r1'), input: { colour: 'red' } }),
  'its activity, and all others': async (client) => {
    const all = await client.activities();
    return [all, await client.activity(all.at(-1)?.id ?? '')];
  },
  'an activity that there is not': (client) => client.activity('none'),
  'what is wrong': (client) => client.findings(),
  'the stock': (client) => client.world(),
  'the clock': (client) => client.clock(),
  'a clock that stands': (client) => client.setClock('manual'),
  'time that passes': (client) => client.advance(1500),
  'no faults': (client) => client.faults(),
  'a fault': (client) => client.strike({ kind: 'zone', target: { zone: 'par7s' }, after_seconds: 60, for_seconds: 90 }),
  'a fault of a zone that there is not': (client) => client.strike({ kind: 'zone', target: { zone: 'mars' } }),
  'a fault without its target': (client) => client.strike({ kind: 'zone', target: {} }),
  'faults to come': (client) => client.faults(),
  'a minute later, a fault': async (client) => [await client.advance(60_000), await client.faults()],
  'a fault that is mended': async (client) => client.mend((await client.faults())[0]?.id ?? ''),
  'a fault that there is not': (client) => client.mend('none'),
};

test('each call has the same answer, one after another', async () => {
  const platforms = await both();
  const refused: Record<string, string> = {};
  for (const [name, call] of Object.entries(calls)) {
    const answer = await expectSame(platforms, call).catch((error: Error) => {
      throw new Error(`${name}: ${error.message}`);
    });
    if ('refused' in answer)
      refused[name] = answer.refused.map(({ code, path }) => `${code} ${path}`.trim()).join(', ') + (answer.retryable ? ', retryable' : '');
  }
  expect(refused).toEqual({
    'a creation in a tenant that is not there': 'TENANCY-001 tenant',
    'a creation with a dot for a name': 'SHAPE name',
    'a creation with a key of objects': 'SHAPE __proto__',
    'a creation with a name that is a path': 'SHAPE name',
    'a creation with a number out of range': 'SHAPE vlan_id',
    'a creation with a text for a number': 'SHAPE vlan_id',
    'a creation with an attribute too many': 'SHAPE colour',
    'a creation without a name': 'SHAPE name',
    'a fault of a zone that there is not': 'SHAPE target',
    'a fault without its target': 'SHAPE target.zone',
    'an action of what does not stand': 'STALE-001',
    'an action that there is not': 'SHAPE action',
    'an action with an input too many': 'SHAPE colour',
    'an update of an earlier object': 'STALE-001',
    'an update of what is gone': 'STALE-001',
    'an update of what is no id': 'STALE-001',
    'an update of what was seen before': 'STALE-001',
    'an update that only a replacement can do': 'SHAPE name',
    'several commands, one of which is refused': 'IDENTITY-002 name, retryable',
    'the same creation again': 'IDENTITY-002 name, retryable',
  });
  expect(await platforms.served.platform.hash()).toBe(await platforms.embedded.hash());
});

test('a list of more than one page is the same list', async () => {
  const platforms = await both();
  const many = Array.from({ length: 1001 }, (_, index) => network({ name: `lan-${index}`, tenant: 'main' }));
  await expectSame(platforms, (client) => client.dispatchAll(many));
  await expectSame(platforms, (client) => client.list('network'));
  expect(await platforms.remote.list('network')).toHaveLength(1001);
});

test('what only a platform elsewhere is asked: its edition, and whether it was ever used', async () => {
  const { embedded, remote } = await both();
  expect(await remote.edition()).toBe(await embedded.edition());
  expect(await remote.isUnused()).toBe(true);
  await remote.dispatch(network());
  expect(await remote.isUnused()).toBe(false);
});

test('whoever stops before a call is obeyed the same', async () => {
  const { embedded, remote } = await both();
  const signal = AbortSignal.abort();
  for (const client of [embedded, remote] as const) {
    await expect(client.get(LAN, { signal })).rejects.toMatchObject({ name: 'AbortError' });
    await expect(client.dispatch(network(), { signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(await client.get(LAN)).toBeUndefined();
  }
});

test('a platform that was closed is unavailable', async () => {
  const { embedded, remote } = await both();
  for (const client of [embedded, remote] as const) {
    await client.close();
    await expect(client.dispatch(network())).rejects.toBeInstanceOf(Unavailable);
  }
});

test.each([1, 2, 3, 4, 6])('whatever is asked, in whatever order (%i): the same answers, and the same platform in the end', async (seed) => {
  const platforms = await both();
  await expectSame(platforms, (client) => client.dispatchAll([...groundOf(), ...standbyOf()]));
  for (const step of stepsOf('main', seed, STEPS, 'moving')) await expectSame(platforms, (client) => carryOut(client, step));
  await expectSame(platforms, (client) => client.findings());
  await expectSame(platforms, (client) => client.activities());
  await expectSame(platforms, (client) => client.faults());
  for (const type of catalogue.definitions.keys()) {
    await expectSame(platforms, (client) => client.list(type));
    for (const { id } of await platforms.embedded.list(type)) await expectSame(platforms, (client) => client.observe(id));
  }
  expect(await platforms.served.platform.hash()).toBe(await platforms.embedded.hash());
});

/** VMs are stopped by causes beside the loss of a host, and go on when the last of them releases them. Here snapshots stand for such causes. */
import { behaviours } from '../../lib/catalogue/behaviours';
import { CPOOL, cpool, datastore, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { hostingTypes, releaseVm, stopVm } from '../../lib/catalogue/facts/hosting';
import type { Stop } from '../../lib/catalogue/facts/hosting-state';
import { defineBehaviour } from '../../lib/core/behaviour';
import { MINUTE_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { change, create, NOON, openPlatform, remove } from './open-platform';

/** A snapshot named `frozen-x` freezes its VM by the cause x, and so on, for as long as it stands. */
const stopping = defineBehaviour('snapshot', {
  looksAt: hostingTypes,
  create: (self, deed) => {
    const [state, cause = ''] = self.name.split('-');
    stopVm(deed, self.virtual_machine_id, { cause, state: state as Stop['state'], reason: `${cause} is the reason` });
    return undefined;
  },
  remove: (prior, deed) => releaseVm(deed, prior.virtual_machine_id, prior.name.split('-')[1] ?? ''),
});

let platform: Platform;
beforeEach(async () => {
  platform = await openPlatform({ clock: { now: () => NOON }, behaviours: { ...behaviours, snapshot: stopping } });
  for (const entry of [cpool({ host_count: 2, memory_gib: 768 }), datastore({ size_gib: 16_384 }), policy()]) await create(platform, entry);
  await platform.setClock('manual');
});
afterEach(() => platform.close());

const stop = (name: string, of = 'a') => create(platform, { type: 'snapshot', values: { name, virtual_machine_id: vmId(of) } });
const release = (name: string) => remove(platform, 'snapshot', `tenants/main/snapshots/${name}`);
const seen = (name: string) => platform.observe(vmId(name));

test('a frozen VM keeps its host and its memory there, and counts as down', async () => {
  await create(platform, vm('a'));
  const { host_id } = await seen('a');
  await stop('frozen-space');
  expect(await seen('a')).toMatchObject({ state: 'frozen', state_reason: 'space is the reason', host_id });
  expect(await platform.observe(CPOOL)).toMatchObject({ memory_used_gib: 8 });
  await platform.advance(10 * MINUTE_MS);
  await release('frozen-space');
  expect(await seen('a')).toMatchObject({ state: 'running', state_reason: null, host_id, availability_percent: 99.977, sla_met: false });
});

test.each(['locked', 'down'] as const)('a VM that is %s lies on no host and takes no memory there', async (state) => {
  await create(platform, vm('a'));
  await stop(`${state}-key`);
  expect(await seen('a')).toMatchObject({ state, state_reason: 'key is the reason', host_id: null, running_cpool_id: null });
  expect(await platform.observe(CPOOL)).toMatchObject({ memory_used_gib: 0 });
  await release(`${state}-key`);
  expect(await seen('a')).toMatchObject({ state: 'running' });
});

test('the gravest of several causes shows, and the last one lets it go', async () => {
  await create(platform, vm('a'));
  for (const name of ['frozen-space', 'down-disk', 'locked-key']) await stop(name);
  expect(await seen('a')).toMatchObject({ state: 'locked', encryption_status: 'clear' });
  await release('locked-key');
  expect(await seen('a')).toMatchObject({ state: 'down', state_reason: 'disk is the reason' });
  await release('down-disk');
  expect(await seen('a')).toMatchObject({ state: 'frozen', host_id: expect.stringMatching(/^par7s/) });
  await release('frozen-space');
  expect(await seen('a')).toMatchObject({ state: 'running' });
});

test('a VM that is switched off is stopped, whatever keeps it, and no downtime is counted', async () => {
  await create(platform, vm('a'));
  await stop('locked-key');
  await change(platform, vmId('a'), { power_state: 'off' });
  await platform.advance(100 * MINUTE_MS);
  expect(await seen('a')).toMatchObject({ state: 'stopped', state_reason: null, availability_percent: 100 });
  await change(platform, vmId('a'), { power_state: 'on' });
  expect(await seen('a')).toMatchObject({ state: 'locked' });
  await release('locked-key');
  expect(await seen('a')).toMatchObject({ state: 'running' });
});

test('a VM that waits takes the room of one that is stopped', async () => {
  for (const name of ['a', 'b']) await create(platform, vm(name, { memory_gib: 300 }));
  const { host_id } = await seen('b');
  await platform.strike({ kind: 'blade', target: { blade: String(host_id) } });
  await platform.advance(MINUTE_MS);
  expect(await seen('b')).toMatchObject({ state: 'down' });
  await stop('locked-key');
  expect([(await seen('a'))['state'], (await seen('b'))['state']]).toEqual(['locked', 'running']);
  await release('locked-key');
  expect((await seen('a'))['state']).toBe('down');
});

test('a frozen VM whose host is lost starts elsewhere, and stays frozen there', async () => {
  await create(platform, vm('a'));
  const { host_id } = await seen('a');
  await stop('frozen-space');
  await platform.strike({ kind: 'blade', target: { blade: String(host_id) } });
  expect(await seen('a')).toMatchObject({ state: 'down' });
  await platform.advance(MINUTE_MS);
  expect(await seen('a')).toMatchObject({ state: 'frozen', host_id: expect.not.stringMatching(String(host_id)) });
});

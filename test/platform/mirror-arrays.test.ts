/** Arrays fail below datastores and below the copies of mirrors. */

import { rebuildMs } from '../../lib/catalogue/facts/drives';
import { CPOOL, DATASTORE, datastore, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { datastoreId, MIRROR, STANDBY } from '../../lib/catalogue/facts/example-replication';
import type { Fault } from '../../lib/core/fault';
import { HOUR_MS, MINUTE_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { act, COPY_MS, openManual, openMirrored, seen, writer } from './mirror-ground';
import { change, create, NOON, openPlatform, refusalOf, remove, said } from './open-platform';

const FLASH = 'par7s-flash-1';
const REBUILD = rebuildMs({ drive_tb: 15.36 });

const stateOf = async (platform: Platform, id = DATASTORE): Promise<readonly unknown[]> => {
  const { state, rebuild_progress_percent } = await platform.observe(id);
  return [state, rebuild_progress_percent];
};
const vmState = async (platform: Platform): Promise<unknown> => (await platform.observe(vmId('a')))['state'];
const failDrives = async (platform: Platform, array: string, count: number): Promise<readonly Fault[]> => {
  const faults: Fault[] = [];
  for (let drive = 1; drive <= count; drive += 1) faults.push(await platform.strike({ kind: 'drive', target: { array, drive } }));
  return faults;
};
const mend = async (platform: Platform, faults: readonly Fault[]): Promise<void> => {
  for (const { id } of faults) await platform.mend(id);
};

describe('a datastore', () => {
  test('is rebuilding while a drive of its array is, and online again when that ends', async () => {
    const platform = await openManual();
    expect(await stateOf(platform)).toEqual(['online', null]);
    await failDrives(platform, FLASH, 1);
    await platform.advance(REBUILD / 4);
    expect(await stateOf(platform)).toEqual(['rebuilding', 25]);
    await platform.advance((REBUILD * 3) / 4);
    expect(await stateOf(platform)).toEqual(['online', null]);
  });

  test('is degraded while a drive is missing that no area takes', async () => {
    const platform = await openManual();
    await failDrives(platform, FLASH, 2);
    await platform.advance(REBUILD);
    expect(await stateOf(platform)).toEqual(['degraded', null]);
  });

  test('is offline with its array, its VMs with it, and both come back', async () => {
    const platform = await openManual();
    await create(platform, vm('a'));
    const fault = await platform.strike({ kind: 'array', target: { array: FLASH } });
    expect([await stateOf(platform), await vmState(platform)]).toEqual([['offline', null], 'down']);
    expect((await platform.observe(vmId('a')))['state_reason']).toContain(FLASH);
    await platform.mend(fault.id);
    await platform.advance(MINUTE_MS);
    expect([await stateOf(platform), await vmState(platform)]).toEqual([['online', null], 'running']);
  });

  test('is lost with three drives, also when they are replaced; a new one on that array is not', async () => {
    const platform = await openManual();
    await create(platform, vm('a'));
    const faults = await failDrives(platform, FLASH, 3);
    expect([await stateOf(platform), await vmState(platform)]).toEqual([['lost', null], 'down']);
    await mend(platform, faults);
    expect([await stateOf(platform), await vmState(platform)]).toEqual([['lost', null], 'down']);
    await create(platform, datastore({ name: 'ds2', size_gib: 65_536 }));
    await create(platform, datastore({ name: 'ds3', size_gib: 65_536 }));
    expect([await stateOf(platform, datastoreId('ds2')), await stateOf(platform, datastoreId('ds3'))]).toEqual([
      ['online', null],
      ['online', null],
    ]);
  });

  test('is carved only on an array that is in service', async () => {
    const platform = await openPlatform();
    await platform.strike({ kind: 'array', target: { array: FLASH } });
    await create(platform, datastore({ cpool_ids: [] }));
    expect((await platform.observe(DATASTORE))['array']).toBe('par7s-flash-2');
    await platform.strike({ kind: 'array', target: { array: 'par7s-flash-2' } });
    expect(said(await refusalOf(create(platform, datastore({ name: 'ds2', cpool_ids: [] }))))).toEqual([`CAPACITY-002 ${datastoreId('ds2')}`]);
  });
});

describe('a mirror', () => {
  test('takes over for a datastore that was lost, and brings its data back to it', async () => {
    const platform = await openMirrored();
    await create(platform, writer('a'));
    const faults = await failDrives(platform, FLASH, 3);
    expect(await seen(platform, 'state')).toEqual(['consistent_disconnected']);
    await change(platform, MIRROR, { desired_role: 'failed_over' });
    await platform.advance(HOUR_MS);
    expect(await platform.observe(vmId('a'))).toMatchObject({ state: 'running', running_cpool_id: STANDBY });
    await mend(platform, faults);
    expect([await stateOf(platform), await seen(platform, 'state')]).toEqual([['lost', null], ['idling']]);
    await change(platform, MIRROR, { desired_role: 'primary' });
    await platform.advance(COPY_MS - MINUTE_MS);
    expect(await platform.observe(vmId('a'))).toMatchObject({ running_cpool_id: STANDBY });
    await platform.advance(MINUTE_MS);
    expect(await platform.observe(vmId('a'))).toMatchObject({ state: 'running', running_cpool_id: CPOOL });
    expect([await stateOf(platform), await seen(platform, 'state')]).toEqual([['online', null], ['consistent_synchronized']]);
  });

  test('never copies what its primary has lost over its copy', async () => {
    const platform = await openMirrored();
    await mend(platform, await failDrives(platform, FLASH, 3));
    expect(await seen(platform, 'state')).toEqual(['consistent_stopped']);
    expect((await act(platform, 'start', { force: true })).reason).toContain('lost its data');
    await change(platform, MIRROR, { desired_role: 'failed_over' });
    expect(await seen(platform, 'state', 'freeze_time')).toEqual(['idling', new Date(NOON + COPY_MS).toISOString()]);
  });

  test('copies all of it anew where its copy was lost', async () => {
    const platform = await openMirrored();
    const faults = await failDrives(platform, 'th3s-flash-1', 3);
    expect(await seen(platform, 'state', 'freeze_time')).toEqual(['inconsistent_disconnected', null]);
    expect(said(await refusalOf(change(platform, MIRROR, { desired_role: 'failed_over' })))).toEqual([`SHAPE ${MIRROR}`]);
    await mend(platform, faults);
    expect(await seen(platform, 'state', 'sync_progress_percent')).toEqual(['inconsistent_copying', 0]);
    await platform.advance(COPY_MS);
    expect(await seen(platform, 'state')).toEqual(['consistent_synchronized']);
    await change(platform, MIRROR, { desired_role: 'failed_over' });
    expect(await seen(platform, 'state')).toEqual(['idling']);
  });

  test('whose copy is lost while it serves gives the primary back as it was left', async () => {
    const platform = await openMirrored();
    await create(platform, writer('a'));
    await change(platform, MIRROR, { desired_role: 'failed_over' });
    await platform.advance(HOUR_MS);
    const faults = await failDrives(platform, 'th3s-flash-1', 3);
    expect(await vmState(platform)).toBe('down');
    await mend(platform, faults);
    await change(platform, MIRROR, { desired_role: 'primary' });
    expect(await platform.observe(vmId('a'))).toMatchObject({ state: 'running', running_cpool_id: CPOOL });
    expect(await seen(platform, 'state')).toEqual(['inconsistent_copying']);
    await platform.advance(COPY_MS);
    expect(await seen(platform, 'state')).toEqual(['consistent_synchronized']);
  });

  test('whose primary is replaced copies all of the new one', async () => {
    const platform = await openMirrored();
    await change(platform, DATASTORE, { allow_destroy: true });
    await remove(platform, 'datastore', DATASTORE);
    await create(platform, datastore());
    expect(await seen(platform, 'state', 'freeze_time', 'sync_progress_percent')).toEqual(['inconsistent_copying', null, 0]);
    await platform.advance(COPY_MS);
    expect(await seen(platform, 'state')).toEqual(['consistent_synchronized']);
  });

  test('that serves for a primary that is replaced brings all of its data to the new one', async () => {
    const platform = await openMirrored();
    await create(platform, vm('a', { change_rate_percent_per_day: 0 }));
    await change(platform, MIRROR, { desired_role: 'failed_over' });
    await platform.advance(HOUR_MS);
    await change(platform, DATASTORE, { allow_destroy: true });
    await remove(platform, 'datastore', DATASTORE);
    await create(platform, datastore());
    await change(platform, MIRROR, { desired_role: 'primary' });
    await platform.advance(COPY_MS - MINUTE_MS);
    expect((await platform.observe(vmId('a')))['running_cpool_id']).toBe(STANDBY);
    await platform.advance(MINUTE_MS);
    expect((await platform.observe(vmId('a')))['running_cpool_id']).toBe(CPOOL);
  });
});

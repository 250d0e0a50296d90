/** The provider in front of a platform over HTTP: what it plans, keeps and says is what it plans, keeps and says in front of an embedded one. */
import type { PlatformClient } from '../../lib/client/client';
import { codes, Driver, type Kept } from '../provider/driver';
import { nouns } from '../provider/estate';
import { wholeEstate } from '../provider/whole-estate';
import { both } from './both';

/** Every noun through its life; what Terraform would be told on the way. */
async function lifeOn(platform: PlatformClient): Promise<readonly unknown[]> {
  const told: unknown[] = [];
  const driver = await Driver.open({}, platform);
  const standing = new Map<string, Kept>();
  for (const [type, written] of wholeEstate) {
    const plan = await driver.plan(type, written);
    const { kept, diagnostics } = await driver.apply(plan);
    if (!kept) throw new Error(JSON.stringify(diagnostics));
    standing.set(String(kept.state['id']), kept);
    told.push([kept, codes(plan.diagnostics), diagnostics]);
  }
  await driver.configure();
  for (const [id, kept] of standing) told.push(await driver.refresh(kept), await driver.import(kept.type, id));
  const { diagnostics } = await driver.plan('network', { ...nouns.network, vlan_id: 5000 });
  told.push(diagnostics);
  for (const kept of [...standing.values()].reverse()) {
    const plan = await driver.planDestroy(kept);
    told.push(codes(plan.diagnostics), await driver.apply(plan), await driver.refresh(kept));
  }
  return told;
}

test('every noun lives the same life', async () => {
  const { embedded, remote } = await both();
  const inProcess = await lifeOn(embedded);
  expect(inProcess.length).toBeGreaterThan(wholeEstate.length * 5);
  expect(await lifeOn(remote)).toEqual(inProcess);
});

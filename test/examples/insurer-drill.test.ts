/** The insurer's plan keeps its objectives whenever its zone is lost, and each change that its README names makes it fail. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { Claims } from '../../examples/insurer-pra/claims';
import { catalogue } from '../../lib/catalogue/complete';
import { drill } from '../../lib/catalogue/protection/drill';
import type { DrillTold } from '../../lib/core/drill';
import type { Values } from '../../lib/core/unknown';
import { HOUR_MS } from '../../lib/core/virtual-time';
import { rehearse } from '../../lib/platform/rehearse';
import { rehearse as build } from '../../lib/review/rehearsal';
import { estatesOf } from '../../lib/terraform/estates';
import type { Json } from '../../lib/terraform/json';
import { newFolder } from '../constructs/stacks';
import { fateOf } from '../platform/drill-estate';
import { openPlatform } from '../platform/open-platform';

// Its one warning is printed by every synthesis, and another test's business.
jest.spyOn(console, 'error').mockImplementation(() => undefined);
const folder = newFolder();
const app = new App({ outdir: folder });
const claims = new Claims(app, 'claims');
app.synth();
const stack = JSON.parse(readFileSync(join(folder, 'stacks', claims.node.id, 'cdk.tf.json'), 'utf8')) as Json;

type Change = (values: Values) => Values;

/** Applies the program with some resources changed, by their name, and loses the zone of its plan. */
async function drilled(afterHours: number, changes: Readonly<Record<string, Change>> = {}): Promise<DrillTold> {
  const [estate] = estatesOf({ catalogue, complete: 'if-nothing-dangles', stacks: [{ name: 'claims', json: stack }] });
  const platform = await openPlatform();
  const resources = [...(estate?.estate.all() ?? [])].map(({ id, type, values }) => {
    const change = changes[String(values['name'])];
    return { address: id, id, type, values: change ? change(values) : values };
  });
  expect(await build(platform, catalogue, resources)).toMatchObject({ refused: [] });
  const order = { plan: 'tenants/main/recovery-plans/claims-recovery', at: { afterMs: afterHours * HOUR_MS } };
  return (await rehearse(platform, (stage) => drill(stage, order))).told;
}

test.each([0, 1, 4.9, 14.99, 24, 28.5, 170])('%s hours after the apply every VM comes back within its objectives', async (hours) => {
  const told = await drilled(hours);
  expect(told.recoveries.map(({ misses }) => misses)).toEqual([[], [], [], []]);
  expect([told.verdict, told.left_behind, told.summary.recovered]).toEqual(['met', [], 4]);
});

describe('the drill fails', () => {
  test('where the document server waits for the claims', async () => {
    const isIt = (id: string): boolean => id.endsWith('/document-server');
    const later: Change = ({ groups, ...plan }) => {
      const ids = (group: Values): readonly string[] => group['virtual_machine_ids'] as readonly string[];
      const others = (groups as readonly Values[]).map((group) => ({ ...group, virtual_machine_ids: ids(group).filter((id) => !isIt(id)) }));
      const its = (groups as readonly Values[]).flatMap(ids).filter(isIt);
      return { ...plan, groups: [...others, { priority: 2, start_delay_seconds: 0, virtual_machine_ids: its }] };
    };
    const told = await drilled(24, { 'claims-recovery': later });
    expect([told.verdict, fateOf(told, 'document-server').misses]).toEqual(['missed', ['rto']]);
  });

  test('where an hour is promised for the claims', async () => {
    const told = await drilled(24, { 'claims-database': (vm) => ({ ...vm, rto_minutes: 60 }) });
    expect([told.verdict, fateOf(told, 'claims-database').misses]).toEqual(['missed', ['rto']]);
  });

  test('where a disk of the database is left behind', async () => {
    const behind: Change = (vm) => ({
      ...vm,
      disks: (vm['disks'] as readonly Values[]).map((disk) =>
        disk['name'] === 'log' ? { ...disk, datastore_id: 'tenants/main/datastores/documents' } : disk,
      ),
    });
    const told = await drilled(24, { 'claims-database': behind });
    expect(fateOf(told, 'claims-database')).toMatchObject({ outcome: 'left_behind', misses: ['recovery', 'rpo', 'rto'] });
    expect(fateOf(told, 'claims-database').reason).toContain('log');
  });
});

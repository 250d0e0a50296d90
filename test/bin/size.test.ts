/** `socle size`, from the files that a user names to what is left. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CPOOL, cpool, DATASTORE, datastore, disk, policy, vm } from '../../lib/catalogue/facts/example-estates';
import type { Sized } from '../../lib/core/sizing';
import { cpoolBody } from '../terraform/stacks';
import { runSocle } from './run-socle';

const root = mkdtempSync(join(tmpdir(), 'socle-size-'));
afterAll(() => rmSync(root, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(root, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const estate = file('estate.json', {
  estate: [
    cpool({ host_count: 2, memory_gib: 700 }),
    datastore(),
    policy(),
    vm('a', { memory_gib: 300, disks: [disk({ size_gib: 500 })] }),
    vm('b', { memory_gib: 200, disks: [disk({ size_gib: 10 })] }),
  ],
});

test('a Cpool and a datastore are told with what is left, as text', async () => {
  const { exit, out } = await runSocle(['size', estate]);
  expect(exit).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "                 needed  given  headroom  one host lost
    tenants/main/cpools/prod
      memory, GiB       500    700       200           -116
      with one host lost, b would stay down
      smallest that keeps every rule: host_count = 3, memory_gib = 589

    tenants/main/datastores/ds1
      space, GiB       1010   1024        14
      reserved IOPS       0   1500      1500
      peak IOPS           0   1500      1500
      less than 10 % is left for snapshots
      smallest that keeps every rule: storage_class = "standard", size_gib = 1123
    "
  `);
});

test('as JSON the same, with the headroom', async () => {
  const { out } = await runSocle(['size', estate, '--format', 'json']);
  const { version, sizes } = JSON.parse(out) as {
    version: number;
    sizes: (Sized & {
      measures: { headroom: number; headroom_after_loss?: number }[];
    })[];
  };
  expect(version).toBe(1);
  expect(sizes.map(({ resource }) => resource)).toEqual([CPOOL, DATASTORE]);
  expect(sizes[0]?.measures[0]).toEqual({
    what: 'memory',
    unit: 'GiB',
    needed: 500,
    given: 700,
    headroom: 200,
    after_loss: 384,
    headroom_after_loss: -116,
  });
  expect(sizes[1]?.measures[0]).toMatchObject({
    what: 'space',
    needed: 1010,
    given: 1024,
    headroom: 14,
  });
});

test('what waits for a variable is listed, and an unknown neighbour makes a sum "at least"', async () => {
  const open = file('open.tf.json', {
    resource: {
      socle_cpool: {
        prod: { ...cpoolBody, host_count: '${var.hosts}' },
        dr: { ...cpoolBody, name: 'dr' },
      },
    },
  });
  const { out } = await runSocle(['size', open]);
  expect(out).toContain('socle_cpool.prod  waits for var.hosts');
});

test('an input without Cpools and datastores has no size', async () => {
  const empty = file('empty.tf.json', {
    resource: { socle_tenant: { t: { name: 't', organization: 'o' } } },
  });
  expect((await runSocle(['size', empty])).out).toBe('nothing here has a size\n');
});

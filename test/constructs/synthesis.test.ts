import { join, resolve } from 'node:path';
import { TerraformStack, Testing } from 'cdktf';
import {
  AffinityRule,
  BackupPolicy,
  BladeClass,
  ClockMode,
  Cpool,
  Datastore,
  Network,
  Size,
  SocleProvider,
  type SocleProviderProps,
  StorageClass,
  Tenant,
  VirtualMachine,
  Zone,
} from '../../constructs';
import { newApp, newFolder, newStack } from './stacks';

const CONTACT = { name: 'Desk', email: 'desk@bank.example', phone: '1' };

function smallStack(): TerraformStack {
  const stack = newStack(newApp(), 'stack');
  const cpool = new Cpool(stack, 'prod', {
    availabilityZone: Zone.PAR7S,
    bladeClass: BladeClass.STANDARD_V3,
    hostCount: 3,
  });
  const datastore = new Datastore(stack, 'ds', {
    availabilityZone: Zone.PAR7S,
    storageClass: StorageClass.PREMIUM,
    size: Size.gib(500),
  });
  const network = new Network(stack, 'front', {
    availabilityZones: [Zone.PAR7S],
  });
  const policy = new BackupPolicy(stack, 'daily', {
    availabilityZone: Zone.TH3S,
    contact: CONTACT,
  });
  datastore.mountOn(cpool);
  const vms = ['dc1', 'dc2'].map((id) =>
    new VirtualMachine(stack, id, { cpool, vcpus: 2, memory: Size.gib(8) })
      .addDisk({ name: 'system', size: Size.gib(60), datastore })
      .attachTo(network)
      .protectWith(policy),
  );
  cpool.keepApart('dc', vms);
  return stack;
}

test('constructs write what they were told, and references that Terraform follows', () => {
  const { provider, resource } = JSON.parse(Testing.synth(smallStack()));
  expect({
    provider,
    resource: {
      ...resource,
      socle_virtual_machine: resource.socle_virtual_machine.dc1,
    },
  }).toMatchInlineSnapshot(`
    {
      "provider": {
        "socle": [
          {
            "state_path": "../../../.socle/platform.db",
          },
        ],
      },
      "resource": {
        "socle_affinity_rule": {
          "dc": {
            "cpool_id": "\${socle_cpool.prod.id}",
            "kind": "anti_affinity",
            "name": "dc",
            "virtual_machine_ids": [
              "\${socle_virtual_machine.dc1.id}",
              "\${socle_virtual_machine.dc2.id}",
            ],
          },
        },
        "socle_backup_policy": {
          "daily": {
            "availability_zone": "th3s",
            "contact": {
              "email": "desk@bank.example",
              "name": "Desk",
              "phone": "1",
            },
            "keep_daily": 14,
            "lifecycle": {
              "create_before_destroy": true,
            },
            "name": "daily",
          },
        },
        "socle_cpool": {
          "prod": {
            "availability_zone": "par7s",
            "blade_class": "standard-v3",
            "host_count": 3,
            "lifecycle": {
              "create_before_destroy": true,
            },
            "name": "prod",
          },
        },
        "socle_datastore": {
          "ds": {
            "availability_zone": "par7s",
            "cpool_ids": [
              "\${socle_cpool.prod.id}",
            ],
            "lifecycle": {
              "create_before_destroy": true,
            },
            "name": "ds",
            "size_gib": 500,
            "storage_class": "premium",
          },
        },
        "socle_network": {
          "front": {
            "availability_zones": [
              "par7s",
            ],
            "lifecycle": {
              "create_before_destroy": true,
            },
            "name": "front",
          },
        },
        "socle_virtual_machine": {
          "backup_policy_ids": [
            "\${socle_backup_policy.daily.id}",
          ],
          "cpool_id": "\${socle_cpool.prod.id}",
          "disks": [
            {
              "datastore_id": "\${socle_datastore.ds.id}",
              "name": "system",
              "size_gib": 60,
            },
          ],
          "memory_gib": 8,
          "name": "dc1",
          "network_interfaces": [
            {
              "name": "front",
              "network_id": "\${socle_network.front.id}",
            },
          ],
          "vcpus": 2,
        },
      },
    }
  `);
});

test('what VMs refer to is made anew before the old one goes, and VMs are not', () => {
  const { resource } = JSON.parse(Testing.synth(smallStack()));
  const lifecycle = (type: string) => Object.values<{ lifecycle?: object }>(resource[type]).map((each) => each.lifecycle);
  for (const type of ['socle_cpool', 'socle_datastore', 'socle_network', 'socle_backup_policy'])
    expect(lifecycle(type)).toEqual([{ create_before_destroy: true }]);
  expect(lifecycle('socle_virtual_machine')).toEqual([undefined, undefined]);
});

test('a policy that says what it keeps keeps just that', () => {
  const stack = newStack(newApp(), 'stack');
  new BackupPolicy(stack, 'weekly', {
    availabilityZone: Zone.TH3S,
    contact: CONTACT,
    keepWeekly: 4,
  });
  expect(JSON.parse(Testing.synth(stack)).resource.socle_backup_policy.weekly).toMatchObject({ keep_weekly: 4 });
  expect(JSON.parse(Testing.synth(stack)).resource.socle_backup_policy.weekly).not.toHaveProperty('keep_daily');
});

test('a resource of a tenant of this app is ordered after its tenant', () => {
  const stack = newStack(newApp(), 'stack');
  const tenant = new Tenant(stack, 'bank', {
    organization: 'group',
    owners: [{ email: 'owner@bank.example' }],
  });
  new Network(stack, 'front', { tenant, availabilityZones: [Zone.PAR7S] });
  new Network(stack, 'back', {
    tenant: 'other',
    availabilityZones: [Zone.PAR7S],
  });
  const { socle_network: networks } = JSON.parse(Testing.synth(stack)).resource;
  expect([networks.front.tenant, networks.back.tenant]).toEqual(['${socle_tenant.bank.name}', 'other']);
});

test('resources that stand elsewhere are referred to by id, and what is no id of their kind is refused', () => {
  const stack = newStack(newApp(), 'stack');
  const cpool = Cpool.fromId('tenants/main/cpools/prod');
  const vm = new VirtualMachine(stack, 'vm', {
    cpool,
    vcpus: 1,
    memory: Size.gib(1),
  }).attachTo(Network.fromId('tenants/main/networks/front'));
  AffinityRule.together(stack, 'rule', [vm, VirtualMachine.fromId('tenants/main/virtual-machines/other')]);
  const { resource } = JSON.parse(Testing.synth(stack));
  expect(resource.socle_virtual_machine.vm).toMatchObject({
    cpool_id: 'tenants/main/cpools/prod',
    network_interfaces: [{ name: 'front', network_id: 'tenants/main/networks/front' }],
  });
  expect(resource.socle_affinity_rule.rule).toMatchObject({
    cpool_id: 'tenants/main/cpools/prod',
    kind: 'affinity',
  });
  expect(() => Cpool.fromId('tenants/main/datastores/prod')).toThrow(
    '"tenants/main/datastores/prod" is no id in cpools; write tenants/<tenant>/cpools/<name>',
  );
  expect(() => AffinityRule.apart(stack, 'unknown', [VirtualMachine.fromId('tenants/main/virtual-machines/a')])).toThrow('so give `cpool`');
});

test('a rule about VMs of an application stands beside them, though the foundation has the Cpool', () => {
  const app = newApp();
  const cpool = new Cpool(newStack(app, 'foundation'), 'prod', {
    availabilityZone: Zone.PAR7S,
    bladeClass: BladeClass.ECO_V3,
    hostCount: 2,
  });
  const application = newStack(app, 'application');
  const vms = ['a', 'b'].map(
    (id) =>
      new VirtualMachine(application, id, {
        cpool,
        vcpus: 1,
        memory: Size.gib(1),
      }),
  );
  expect(TerraformStack.of(cpool.keepTogether('pair', vms))).toBe(application);
});

test('all stacks of an app share the platform in the folder of the app', () => {
  const folder = newFolder();
  const app = newApp({ outdir: join(folder, 'cdktf.out') });
  const statePath = (stack: TerraformStack) => JSON.parse(Testing.synth(stack)).provider.socle[0].state_path;
  const paths = ['a', 'b'].map((id) => statePath(newStack(app, id)));
  expect(paths.map((path, index) => resolve(app.outdir, 'stacks', ['a', 'b'][index] ?? '', path))).toEqual(
    Array(2).fill(join(folder, '.socle/platform.db')),
  );
  const own = newStack(app, 'own', {
    statePath: 'other.db',
    world: 'world.json',
  });
  expect(JSON.parse(Testing.synth(own)).provider.socle).toEqual([{ state_path: '../../../other.db', world: '../../../world.json' }]);
  expect(JSON.parse(Testing.synth(newStack(app, 'remote', { endpoint: 'https://platform.example' }))).provider.socle).toEqual([
    { endpoint: 'https://platform.example' },
  ]);
});

test('where the environment names an endpoint, the block names no file beside it', () => {
  const before = process.env['SOCLE_ENDPOINT'];
  const provider = (props: SocleProviderProps) => JSON.parse(Testing.synth(newStack(newApp(), 'stack', props))).provider.socle;
  try {
    process.env['SOCLE_ENDPOINT'] = 'https://platform.example';
    expect(provider({})).toEqual([{}]);
    expect(provider({ statePath: '/own.db' })).toEqual([{ state_path: '/own.db' }]);
    process.env['SOCLE_ENDPOINT'] = '';
    expect(provider({ clock: ClockMode.MANUAL })).toEqual([{ clock: 'manual', state_path: expect.stringContaining('platform.db') }]);
  } finally {
    if (before === undefined) delete process.env['SOCLE_ENDPOINT'];
    else process.env['SOCLE_ENDPOINT'] = before;
  }
});

test('a stack may order from two tenants through two providers', () => {
  const stack = newStack(newApp(), 'stack');
  const provider = new SocleProvider(stack, 'group', {
    alias: 'group',
    tenant: 'group',
  });
  new Network(stack, 'front', { provider, availabilityZones: [Zone.PAR7S] });
  expect(JSON.parse(Testing.synth(stack)).resource.socle_network.front.provider).toBe('socle.group');
});

/** What constructs say of each other: mirrors, replications, plans, keys. */
import { type TerraformStack, TerraformVariable, Testing } from 'cdktf';
import {
  BackupStorage,
  BladeClass,
  Cpool,
  Datastore,
  Duration,
  EncryptedVm,
  KeyProvider,
  RecoveryPlan,
  Size,
  StorageClass,
  VirtualMachine,
  Zone,
} from '../../constructs';
import { newApp, newStack } from './stacks';

const resourcesOf = (stack: TerraformStack) => JSON.parse(Testing.synth(stack)).resource;

function twoZones(tenant?: string) {
  const stack = newStack(newApp(), 'stack');
  const owned = tenant === undefined ? {} : { tenant };
  const hosts = { ...owned, bladeClass: BladeClass.STANDARD_V3, hostCount: 2 };
  const cpool = new Cpool(stack, 'prod', { ...hosts, availabilityZone: Zone.PAR7S });
  const standby = new Cpool(stack, 'standby', { ...hosts, availabilityZone: Zone.TH3S });
  const lun = { ...owned, storageClass: StorageClass.PREMIUM, size: Size.tib(1) };
  const datastore = new Datastore(stack, 'data', { ...lun, availabilityZone: Zone.PAR7S, cpools: [cpool] });
  const copies = new Datastore(stack, 'copies', { ...lun, availabilityZone: Zone.TH3S, cpools: [standby] });
  const disks = [{ name: 'system', size: Size.gib(60), datastore }];
  const vm = new VirtualMachine(stack, 'vm', { ...owned, cpool, vcpus: 1, memory: Size.gib(4), disks });
  return { stack, standby, datastore, copies, vm };
}

test('a datastore is mirrored to a zone, and the mirror is called after both', () => {
  const { stack, datastore, standby } = twoZones();
  datastore.mirrorTo(Zone.TH3S, { standby });
  expect(resourcesOf(stack).socle_global_mirror_lun).toMatchObject({
    'data-to-th3s': {
      name: 'data-to-th3s',
      datastore_id: '${socle_datastore.data.id}',
      secondary_availability_zone: 'th3s',
      standby_cpool_id: '${socle_cpool.standby.id}',
    },
  });
});

test('a VM is replicated every few hours', () => {
  const { stack, vm, standby, copies } = twoZones();
  vm.replicateTo(standby, copies, { every: Duration.hours(4) });
  expect(resourcesOf(stack).socle_vm_replication).toMatchObject({
    'vm-replication': {
      virtual_machine_id: '${socle_virtual_machine.vm.id}',
      target_cpool_id: '${socle_cpool.standby.id}',
      target_datastore_id: '${socle_datastore.copies.id}',
      interval_hours: 4,
    },
  });
});

test('what a resource makes belongs to its tenant, unless it is told another', () => {
  const { stack, datastore, standby, vm, copies } = twoZones('bank');
  datastore.mirrorTo(Zone.TH3S, { standby });
  vm.replicateTo(standby, copies, { every: Duration.hours(1), tenant: 'other', name: 'copy' });
  const { socle_global_mirror_lun: mirrors, socle_vm_replication: replications } = resourcesOf(stack);
  expect([mirrors['data-to-th3s'].tenant, replications.copy.tenant]).toEqual(['bank', 'other']);
});

test('a recovery plan starts VMs in the order in which it is told', () => {
  const { stack, datastore, standby, vm } = twoZones();
  const [first, second, third] = ['a', 'b', 'c'].map((name) => VirtualMachine.fromId(`tenants/main/virtual-machines/${name}`)) as [
    VirtualMachine,
    VirtualMachine,
    VirtualMachine,
  ];
  new RecoveryPlan(stack, 'plan', { primaryAvailabilityZone: Zone.PAR7S, standbyAvailabilityZone: Zone.TH3S })
    .countOn(datastore.mirrorTo(Zone.TH3S, { standby }))
    .recoverNext(first)
    .recoverNext(second, third)
    .recover({ priority: 5, virtualMachines: [vm], startDelay: Duration.minutes(2) })
    .recoverFirst(vm);
  const id = (name: string) => `tenants/main/virtual-machines/${name}`;
  const own = '${socle_virtual_machine.vm.id}';
  expect(resourcesOf(stack).socle_recovery_plan.plan).toMatchObject({
    mechanism_ids: ['${socle_global_mirror_lun.data-to-th3s.id}'],
    groups: [
      { priority: 1, virtual_machine_ids: [id('a'), own] },
      { priority: 2, virtual_machine_ids: [id('b'), id('c')] },
      { priority: 5, virtual_machine_ids: [own], start_delay_seconds: 120 },
    ],
  });
});

test('after the last priority a plan has no next one', () => {
  const { stack, vm } = twoZones();
  const plan = new RecoveryPlan(stack, 'plan', { primaryAvailabilityZone: Zone.PAR7S, standbyAvailabilityZone: Zone.TH3S });
  for (let priority = 1; priority <= 5; priority += 1) plan.recoverNext(vm);
  expect(() => plan.recoverNext(vm)).toThrow('recovery plan "stack/plan" has a group of priority 5, the last one');
});

test('an encrypted VM may be stopped for its encryption, unless it says otherwise', () => {
  const { stack } = twoZones();
  const keyProvider = KeyProvider.native(stack, 'native', { backedUpOn: '2026-01-31' });
  const machine = { cpool: Cpool.fromId('tenants/main/cpools/prod'), vcpus: 1, memory: Size.gib(1), keyProvider };
  new EncryptedVm(stack, 'a', machine);
  new EncryptedVm(stack, 'b', { ...machine, allowPowerCycle: false });
  const { a, b } = resourcesOf(stack).socle_virtual_machine;
  expect(a).toMatchObject({ key_provider_id: '${socle_key_provider.native.id}', allow_power_cycle: true });
  expect(b).toMatchObject({ key_provider_id: '${socle_key_provider.native.id}', allow_power_cycle: false });
});

test('a VM in the clear is encrypted later', () => {
  const { stack, vm } = twoZones();
  vm.encryptWith(KeyProvider.fromId('tenants/main/key-providers/hsm'));
  expect(resourcesOf(stack).socle_virtual_machine.vm.key_provider_id).toBe('tenants/main/key-providers/hsm');
});

test('a private key comes from a variable, never from the text of the app', () => {
  const stack = newStack(newApp(), 'stack');
  const kmip = { kmipEndpoint: 'kms.example.org:5696', kmipCa: 'a', kmipCertificate: 'c' };
  const secret = new TerraformVariable(stack, 'key', { sensitive: true });
  KeyProvider.external(stack, 'kms', { ...kmip, kmipPrivateKey: secret.stringValue });
  expect(resourcesOf(stack).socle_key_provider.kms).toMatchObject({ kind: 'external', kmip_private_key_wo: '${var.key}' });
  expect(() => KeyProvider.external(stack, 'other', { ...kmip, kmipPrivateKey: '-----BEGIN PRIVATE KEY-----' })).toThrow(
    'give the value of a sensitive',
  );
});

test('a quota is ordered in whole TiB', () => {
  const stack = newStack(newApp(), 'stack');
  new BackupStorage(stack, 'vault', { availabilityZone: Zone.TH3S, size: Size.gib(2048) });
  expect(resourcesOf(stack).socle_backup_storage.vault.size_tib).toBe(2);
  expect(() => new BackupStorage(stack, 'odd', { availabilityZone: Zone.TH3S, size: Size.gib(2049) })).toThrow('Size.tib(3) is the next one');
});

/** What the catalogue defines, an app can say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TerraformStack, TerraformVariable, Testing } from 'cdktf';
import {
  AffinityKind,
  AffinityRule,
  BackupPolicy,
  BackupStorage,
  BladeClass,
  Cpool,
  Criticality,
  Datastore,
  DiskMode,
  Duration,
  Edition,
  GlobalMirrorLun,
  KeyCurve,
  KeyOperation,
  KeyProvider,
  KeyState,
  MirrorMode,
  MirrorRole,
  Network,
  Okms,
  OkmsCredential,
  OkmsRegion,
  OkmsServiceKey,
  PowerState,
  Provisioning,
  RecoveryPlan,
  RequestKind,
  RestartPriority,
  Service,
  ServiceRequest,
  Size,
  Snapshot,
  StorageClass,
  Subscription,
  Tenant,
  VirtualMachine,
  VmReplication,
  Zone,
} from '../../constructs';
import { definitions } from '../../lib/catalogue';
import { bladeClassNames } from '../../lib/catalogue/facts/blades';
import { editions } from '../../lib/catalogue/facts/editions';
import { okmsRegionNames } from '../../lib/catalogue/facts/okms';
import { zones } from '../../lib/catalogue/facts/regions';
import { storageClassNames } from '../../lib/catalogue/facts/storage-classes';
import { leavesAt } from '../../lib/core/path';
import { attributesOf, elementOf } from '../../lib/core/resource';
import type { Values } from '../../lib/core/unknown';
import { newApp, newStack } from './stacks';

type Shared = ReturnType<typeof sharedBy>;
const timeouts = { create: '1m', update: '1m', delete: '1m' };
const contact = { name: 'Desk', email: 'desk@bank.example', phone: '1' };

function sharedBy(stack: TerraformStack) {
  const owners = [{ email: 'owner@bank.example', fromOrganization: true }];
  const tenant = new Tenant(stack, 'tenant', { timeouts, name: 'bank', organization: 'group', owners });
  return { tenant, timeouts, allowDestroy: true };
}

function foundation(stack: TerraformStack, shared: Shared) {
  const wires = { availabilityZones: [Zone.PAR7S], vlanId: 7, propagatedTo: ['other'], description: 'front' };
  const network = new Network(stack, 'network', { ...shared, ...wires });
  const backupStorage = new BackupStorage(stack, 'vault', { ...shared, availabilityZone: Zone.TH3S, size: Size.tib(1) });
  const keep = { keepDaily: 1, keepWeekly: 1, keepMonthly: 1, keepYearly: 1, suspended: false, restoreTestedOn: '2026-01-31' };
  const policy = new BackupPolicy(stack, 'policy', { ...shared, ...keep, availabilityZone: Zone.TH3S, backupStorage, contact });
  const hosts = { hostCount: 2, memory: Size.gib(256), haEnabled: true, maxVcpuPerThread: 4, memoryOvercommitRatio: 1, hypervisorBuild: 'b' };
  const cpool = new Cpool(stack, 'cpool', { ...shared, ...hosts, availabilityZone: Zone.PAR7S, bladeClass: BladeClass.ECO_V3 });
  const lun = { availabilityZone: Zone.PAR7S, storageClass: StorageClass.ULTRA, size: Size.tib(1) };
  const datastore = new Datastore(stack, 'datastore', { ...shared, ...lun, cpools: [cpool] });
  return { network, policy, cpool, datastore };
}

/** One key provider of each kind, and what they stand on. */
function keys(stack: TerraformStack, shared: Shared): KeyProvider {
  const subscription = new Subscription(stack, 'subscription', { ...shared, service: Service.ADVANCED_PROTECTION });
  const okms = new Okms(stack, 'okms', { ...shared, region: OkmsRegion.EU_WEST_RBX, displayName: 'keys' });
  const signed = { identityUrns: ['urn:v1:eu:identity:user:a'], csr: 'c', validity: Duration.days(30) };
  const credential = new OkmsCredential(stack, 'credential', { ...shared, ...signed, okms });
  const secret = new TerraformVariable(stack, 'key', { sensitive: true }).stringValue;
  const kmip = { kmipEndpoint: 'k:5696', kmipCa: 'a', kmipCertificate: 'c', kmipPrivateKey: secret, kmipPrivateKeyVersion: 1 };
  KeyProvider.okms(stack, 'of-okms', { ...shared, enabled: true, okms, credential });
  KeyProvider.external(stack, 'external', { ...shared, ...kmip });
  KeyProvider.native(stack, 'native', { ...shared, backedUpOn: '2026-01-31' });
  const use = { operations: [KeyOperation.SIGN], desiredState: KeyState.DEACTIVATED, deactivationReason: 'lost' };
  OkmsServiceKey.rsa(stack, 'rsa', { ...shared, ...use, okms, bits: 2048 });
  OkmsServiceKey.elliptic(stack, 'ec', { ...shared, okms, curve: KeyCurve.P_256 });
  OkmsServiceKey.symmetric(stack, 'oct', { ...shared, okms, bits: 256 });
  return KeyProvider.hsm(stack, 'hsm', { ...shared, subscription });
}

/** One construct of every kind, each with everything it takes. */
function everything(stack: TerraformStack): void {
  const shared = sharedBy(stack);
  const { network, policy, cpool, datastore } = foundation(stack, shared);
  const keyProvider = keys(stack, shared);
  const memory = { memory: Size.gib(1), memoryHotAdd: true, memoryReservation: Size.gib(0) };
  const hardware = { vcpus: 1, coresPerSocket: 1, cpuHotAdd: true, ...memory, gpuCount: 0 };
  const guest = { powerState: PowerState.ON, template: 't', guestOs: 'g', bootDisk: 'd', toolsVersion: '1', tags: { a: 'b' } };
  const objectives = { rpo: Duration.hours(1), rto: Duration.hours(4), criticality: Criticality.VITAL };
  const care = { allowPowerCycle: true, changeRatePercentPerDay: 5, restartPriority: RestartPriority.LOW, backupPolicies: [policy], keyProvider };
  const performance = { reservedIops: 1, peakIops: 1, constantWrites: false, excludeFromBackup: false, alternativeProtection: 'p' };
  const disk = { name: 'd', size: Size.gib(1), datastore, provisioning: Provisioning.THIN, mode: DiskMode.PERSISTENT, ...performance };
  const networkInterfaces = [{ network, name: 'n', macAddress: '00:50:56:aa:bb:cc' }];
  const vms = ['a', 'b'].map(
    (id) => new VirtualMachine(stack, id, { ...shared, ...hardware, ...guest, ...objectives, ...care, cpool, disks: [disk], networkInterfaces }),
  );
  const virtualMachine = vms[0] as VirtualMachine;
  new AffinityRule(stack, 'rule', { ...shared, kind: AffinityKind.AFFINITY, cpool, enabled: true, virtualMachines: vms });
  new Snapshot(stack, 'snapshot', { ...shared, virtualMachine });
  const copy = { secondaryAvailabilityZone: Zone.TH3S, secondaryStorageClass: StorageClass.ULTRA, secondarySize: Size.tib(1) };
  const role = { mode: MirrorMode.GLOBAL, desiredRole: MirrorRole.PRIMARY, cyclePeriod: Duration.minutes(5), consistencyGroup: 'g' };
  const mirror = new GlobalMirrorLun(stack, 'mirror', { ...shared, ...copy, ...role, datastore, standby: cpool, acceptDegraded: true });
  const pushes = { every: Duration.hours(1), paused: false, acceptDegraded: true };
  new VmReplication(stack, 'replication', { ...shared, ...pushes, virtualMachine, targetCpool: cpool, targetDatastore: datastore });
  const groups = [{ priority: 1, virtualMachines: vms, startDelay: Duration.minutes(1) }];
  const zones = { primaryAvailabilityZone: Zone.PAR7S, standbyAvailabilityZone: Zone.TH3S };
  new RecoveryPlan(stack, 'plan', { ...shared, ...zones, mechanisms: [mirror], groups });
  new ServiceRequest(stack, 'request', { ...shared, kind: RequestKind.OTHER, subject: 's', details: { a: 'b' }, contact });
}

const stack = newStack(newApp(), 'stack');
everything(stack);
const written: { resource: Record<string, Record<string, Values>> } = JSON.parse(Testing.synth(stack));

test.each(definitions)('every attribute of a $type can be given by its construct', (definition) => {
  const resources = Object.values(written.resource[`socle_${definition.type}`] ?? {});
  const given = [...attributesOf(definition.attrs)].filter(({ attribute }) => attribute.mode !== 'computed').map(({ path }) => path);
  expect(given.filter((path) => !resources.some((resource) => leavesAt(resource, path).length > 0))).toEqual([]);
  expect(resources[0]).toHaveProperty('timeouts.create', '1m');
});

test('enums have the names of the facts', () => {
  expect(Object.values(BladeClass)).toEqual(bladeClassNames);
  expect(Object.values(StorageClass)).toEqual(storageClassNames);
  expect(Object.values(Zone)).toEqual(zones);
  expect(Object.values(OkmsRegion)).toEqual(okmsRegionNames);
  expect(Object.values(Edition)).toEqual(editions);
});

const enums: readonly (readonly [type: string, path: string, names: object])[] = [
  ['virtual_machine', 'power_state', PowerState],
  ['virtual_machine', 'restart_priority', RestartPriority],
  ['virtual_machine', 'disks[].provisioning', Provisioning],
  ['virtual_machine', 'disks[].mode', DiskMode],
  ['virtual_machine', 'criticality', Criticality],
  ['affinity_rule', 'kind', AffinityKind],
  ['global_mirror_lun', 'mode', MirrorMode],
  ['global_mirror_lun', 'desired_role', MirrorRole],
  ['service_request', 'kind', RequestKind],
  ['subscription', 'service', Service],
  ['okms_service_key', 'curve', KeyCurve],
  ['okms_service_key', 'desired_state', KeyState],
  ['okms_service_key', 'operations', KeyOperation],
];
test.each(enums)('the enum of %s %s has every name that its definition allows', (type, path, names) => {
  const definition = definitions.find((each) => each.type === type);
  const found = [...attributesOf(definition?.attrs ?? {})].find((each) => each.path === path)?.attribute.shape;
  const shape = found && elementOf(found);
  expect(shape && 'oneOf' in shape ? [...(shape.oneOf ?? [])].sort() : undefined).toEqual(Object.values(names).sort());
});

const sources = readdirSync(join(__dirname, '../../constructs'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.name.endsWith('.ts') && !/generated|findings/.test(entry.parentPath) && entry.name !== 'index.ts')
  .map((entry) => join(entry.parentPath, entry.name));

/** Documented where they are declared: in the base class and in the interfaces that the constructs implement. */
const DECLARED_ELSEWHERE = /^ {2}(readonly resource:|get \w+(Id|Name)\(\))/;

test('everything that an app can name is documented', () => {
  const undocumented = sources.flatMap((file) => {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.flatMap((line, index) => {
      const speaks =
        /^ {2}(?:static |get |readonly |abstract )*\w+\??[:(<]/.test(line) || /^export (?:abstract )?(?:class|enum|const|function)/.test(line);
      const exempt = /^ {2}(?:private|constructor)|^ {2}(?:return|super|if|for)\b/.test(line) || DECLARED_ELSEWHERE.test(line);
      return speaks && !exempt && !lines[index - 1]?.trimEnd().endsWith('*/') ? [`${file}:${index + 1} ${line.trim()}`] : [];
    });
  });
  expect(undocumented).toEqual([]);
});

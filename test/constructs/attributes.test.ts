/** What the catalogue defines, an app can say. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TerraformStack, Testing } from 'cdktf';
import {
  AffinityKind,
  AffinityRule,
  BackupPolicy,
  BladeClass,
  Cpool,
  Datastore,
  DiskMode,
  Network,
  PowerState,
  Provisioning,
  RestartPriority,
  Size,
  StorageClass,
  Tenant,
  VirtualMachine,
  Zone,
} from '../../constructs';
import { definitions } from '../../lib/catalogue';
import { bladeClassNames } from '../../lib/catalogue/facts/blades';
import { zones } from '../../lib/catalogue/facts/regions';
import { storageClassNames } from '../../lib/catalogue/facts/storage-classes';
import { leavesAt } from '../../lib/core/path';
import { attributesOf } from '../../lib/core/resource';
import type { Values } from '../../lib/core/unknown';
import { newApp, newStack } from './stacks';

/** One construct of every kind, each with everything it takes. */
function everything(stack: TerraformStack): void {
  const timeouts = { create: '1m', update: '1m', delete: '1m' };
  const owners = [{ email: 'owner@bank.example', fromOrganization: true }];
  const tenant = new Tenant(stack, 'tenant', { timeouts, name: 'bank', organization: 'group', owners });
  const shared = { tenant, timeouts, allowDestroy: true };
  const contact = { name: 'Desk', email: 'desk@bank.example', phone: '1' };
  const network = new Network(stack, 'network', {
    ...shared,
    availabilityZones: [Zone.PAR7S],
    vlanId: 7,
    propagatedTo: ['other'],
    description: 'front',
  });
  const keep = { keepDaily: 1, keepWeekly: 1, keepMonthly: 1, keepYearly: 1, suspended: false, restoreTestedOn: '2026-01-31' };
  const policy = new BackupPolicy(stack, 'policy', { ...shared, ...keep, availabilityZone: Zone.TH3S, contact });
  const hosts = { hostCount: 2, memory: Size.gib(256), haEnabled: true, maxVcpuPerThread: 4, memoryOvercommitRatio: 1, hypervisorBuild: 'b' };
  const cpool = new Cpool(stack, 'cpool', { ...shared, ...hosts, availabilityZone: Zone.PAR7S, bladeClass: BladeClass.ECO_V3 });
  const lun = { availabilityZone: Zone.PAR7S, storageClass: StorageClass.ULTRA, size: Size.tib(1) };
  const datastore = new Datastore(stack, 'datastore', { ...shared, ...lun, cpools: [cpool] });
  const hardware = {
    vcpus: 1,
    coresPerSocket: 1,
    cpuHotAdd: true,
    memory: Size.gib(1),
    memoryHotAdd: true,
    memoryReservation: Size.gib(0),
    gpuCount: 0,
  };
  const guest = { powerState: PowerState.ON, template: 't', guestOs: 'g', bootDisk: 'd', toolsVersion: '1', tags: { a: 'b' } };
  const care = { allowPowerCycle: true, changeRatePercentPerDay: 5, restartPriority: RestartPriority.LOW, backupPolicies: [policy] };
  const performance = { reservedIops: 1, peakIops: 1, constantWrites: false, excludeFromBackup: false, alternativeProtection: 'p' };
  const disk = { name: 'd', size: Size.gib(1), datastore, provisioning: Provisioning.THIN, mode: DiskMode.PERSISTENT, ...performance };
  const networkInterfaces = [{ network, name: 'n', macAddress: '00:50:56:aa:bb:cc' }];
  const vms = ['a', 'b'].map(
    (id) => new VirtualMachine(stack, id, { ...shared, ...hardware, ...guest, ...care, cpool, disks: [disk], networkInterfaces }),
  );
  new AffinityRule(stack, 'rule', { tenant, timeouts, kind: AffinityKind.AFFINITY, cpool, enabled: true, virtualMachines: vms });
}

const stack = newStack(newApp(), 'stack');
everything(stack);
const written: { resource: Record<string, Record<string, Values>> } = JSON.parse(Testing.synth(stack));

test.each(definitions)('every attribute of a $type can be given by its construct', (definition) => {
  const [resource] = Object.values(written.resource[`socle_${definition.type}`] ?? {});
  const given = [...attributesOf(definition.attrs)].filter(({ attribute }) => attribute.mode !== 'computed').map(({ path }) => path);
  expect(given.filter((path) => resource === undefined || leavesAt(resource, path).length === 0)).toEqual([]);
  expect(resource).toHaveProperty('timeouts.create', '1m');
});

test('enums have the names of the facts', () => {
  expect(Object.values(BladeClass)).toEqual(bladeClassNames);
  expect(Object.values(StorageClass)).toEqual(storageClassNames);
  expect(Object.values(Zone)).toEqual(zones);
});

const enums: readonly (readonly [type: string, path: string, names: object])[] = [
  ['virtual_machine', 'power_state', PowerState],
  ['virtual_machine', 'restart_priority', RestartPriority],
  ['virtual_machine', 'disks[].provisioning', Provisioning],
  ['virtual_machine', 'disks[].mode', DiskMode],
  ['affinity_rule', 'kind', AffinityKind],
];
test.each(enums)('the enum of %s %s has every name that its definition allows', (type, path, names) => {
  const definition = definitions.find((each) => each.type === type);
  const shape = [...attributesOf(definition?.attrs ?? {})].find((each) => each.path === path)?.attribute.shape;
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

/** Rules about the disks of a VM: where they lie, and that nothing of them is lost by a change. */
import { defineChangeRule, defineRule, type Rule } from '../../core/rule';
import { cpool, datastore, disk, policy, vm, vmId } from '../facts/example-estates';

const mountedByItsCpool = defineRule({
  code: 'STORAGE-010',
  class: 'refused',
  on: 'virtual_machine',
  title: "A disk lies where the VM's Cpool looks",
  why: 'The hypervisors of a Cpool see only the datastores that it mounts.',
  reads: ['cpool_id', 'disks[].name', 'disks[].datastore_id'],
  followsEach: { datastores: { of: 'datastore', via: 'disks[].datastore_id', reads: ['cpool_ids'] } },
  check: ({ self, datastores }) =>
    self.disks
      .filter((each) => datastores.some((store) => store.id === each.datastore_id && !(store.cpool_ids ?? []).includes(self.cpool_id)))
      .map((each) => ({
        at: `disks["${each.name}"].datastore_id`,
        message: `disk ${each.name} lies on ${each.datastore_id}, which ${self.cpool_id} does not mount`,
        fix: `add ${self.cpool_id} to the cpool_ids of that datastore, or use a datastore that the Cpool mounts`,
      })),
  source: { seed: '000', heading: "Definition of a compute blade cluster ('Cpool')" },
  examples: [
    { says: 'mounted', estate: [cpool(), datastore(), policy(), vm('a')], fires: [] },
    { says: 'not mounted', estate: [cpool(), datastore({ cpool_ids: [] }), policy(), vm('a')], fires: [vmId('a')] },
    {
      says: 'the second disk lies elsewhere',
      estate: [
        cpool(),
        datastore(),
        datastore({ name: 'ds2', cpool_ids: [] }),
        policy(),
        vm('a', { disks: [disk(), disk({ name: 'd1', datastore_id: 'tenants/main/datastores/ds2' })] }),
      ],
      fires: [vmId('a')],
    },
    {
      says: 'the second disk lies on a second mounted datastore',
      estate: [
        cpool(),
        datastore(),
        datastore({ name: 'ds2' }),
        policy(),
        vm('a', { disks: [disk(), disk({ name: 'd1', datastore_id: 'tenants/main/datastores/ds2' })] }),
      ],
      fires: [],
    },
  ],
});

const before = [cpool(), datastore(), policy(), vm('a', { disks: [disk({ size_gib: 20 }), disk({ name: 'd1', size_gib: 30 })] })];
const afterwards = (disks: readonly ReturnType<typeof disk>[], more = {}) => [cpool(), datastore(), policy(), vm('a', { disks, ...more })];

const diskNeverShrinks = defineChangeRule({
  code: 'STORAGE-009',
  class: 'refused',
  on: 'virtual_machine',
  title: 'A size never shrinks',
  why: 'A virtual disk grows in place; what a guest has written cannot be cut off.',
  reads: ['disks[].name', 'disks[].size_gib'],
  check: ({ self, prior }) =>
    self.disks.flatMap((each) => {
      const was = prior.self.disks.find((old) => old.name === each.name);
      return was && each.size_gib < was.size_gib
        ? [
            {
              at: `disks["${each.name}"].size_gib`,
              message: `disk ${each.name} goes from ${was.size_gib} to ${each.size_gib} GiB; it never shrinks`,
              fix: `keep ${was.size_gib}, or add a smaller disk under another name and move the data`,
            },
          ]
        : [];
    }),
  source: { seed: '000', heading: 'Block Storage' },
  examples: [
    { says: 'one GiB less', prior: before, estate: afterwards([disk({ size_gib: 20 }), disk({ name: 'd1', size_gib: 29 })]), fires: [vmId('a')] },
    { says: 'the same in another order', prior: before, estate: afterwards([disk({ name: 'd1', size_gib: 30 }), disk({ size_gib: 20 })]), fires: [] },
    { says: 'one GiB more', prior: before, estate: afterwards([disk({ size_gib: 21 }), disk({ name: 'd1', size_gib: 30 })]), fires: [] },
  ],
});

const noDiskLeaves = defineChangeRule({
  code: 'STORAGE-013',
  class: 'refused',
  on: 'virtual_machine',
  title: 'A disk that leaves destroys its data',
  why: 'Taking a disk out of a VM deletes it with everything on it; allow_destroy says that this is meant.',
  reads: ['disks[].name', 'disks[].size_gib', 'allow_destroy'],
  check: ({ self, prior }) =>
    self.allow_destroy
      ? undefined
      : prior.self.disks
          .filter((old) => !self.disks.some((each) => each.name === old.name))
          .map((old) => ({
            at: 'disks',
            message: `disk ${old.name} (${old.size_gib} GiB) leaves the VM, and its data with it`,
            fix: `keep the disk (a renamed disk is a new one), or set allow_destroy = true`,
          })),
  source: { seed: 'Socle', heading: 'disks hold data' },
  examples: [
    { says: 'one leaves', prior: before, estate: afterwards([disk()]), fires: [vmId('a')] },
    { says: 'one leaves, meant', prior: before, estate: afterwards([disk()], { allow_destroy: true }), fires: [] },
    { says: 'one comes', prior: before, estate: afterwards([disk(), disk({ name: 'd1', size_gib: 30 }), disk({ name: 'd2' })]), fires: [] },
    { says: 'one is renamed', prior: before, estate: afterwards([disk(), disk({ name: 'data', size_gib: 30 })]), fires: [vmId('a')] },
  ],
});

export const diskRules: readonly Rule[] = [mountedByItsCpool, diskNeverShrinks, noDiskLeaves];

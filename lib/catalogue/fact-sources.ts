/** What the offer lists and resources gather, as tables: data sources, documentation and `socle explain` show them. */
import { type Attributes, computed } from '../core/attribute';
import type { FactSource } from '../core/fact-source';
import { bool, int, number, text } from '../core/shape';
import type { Values } from '../core/unknown';
import type { World } from '../core/world';
import { backupColumns } from './facts/backup-point';
import { bladeClasses } from './facts/blades';
import { skus } from './facts/skus';
import { storageClasses } from './facts/storage-classes';

const table = <Row extends object>(source: {
  readonly name: string;
  readonly doc: string;
  readonly attrs: Attributes;
  readonly rows: FactRows<Row>;
}): FactSource => ({
  ...source,
  rows: (world) => source.rows(world).map((row) => ({ ...row }) as unknown as Values),
});
type FactRows<Row> = (world: World) => readonly Row[];

export const factSources: readonly FactSource[] = [
  table({
    name: 'blade_classes',
    doc: 'Compute blades of the offer.',
    attrs: {
      name: computed('Name of the class.', text()),
      ram_gib: computed('Physical RAM of a blade, in GiB; 128 GiB of it are activated by default.', int()),
      cores: computed('Cores of a blade.', int()),
      threads: computed('Hardware threads of a blade.', int()),
      base_ghz: computed('Base clock, in GHz.', number()),
      turbo_ghz: computed('Turbo clock, in GHz.', number()),
      connectivity_gbit_per_s: computed('Connectivity that network and storage share, in Gbit/s.', int()),
      gpus: computed('GPUs of a blade.', int()),
      gpu_model: computed('Model of its GPUs.', text()),
      sku: computed('What is billed, per blade.', text()),
    },
    rows: () => bladeClasses,
  }),
  table({
    name: 'storage_classes',
    doc: 'Block storage of the offer.',
    attrs: {
      name: computed('Name of the class.', text()),
      iops_per_tb: computed('IOPS per TB (1,024 GiB); null where no performance is guaranteed.', int()),
      order_unit_gib: computed('What sizes are a multiple of, in GiB.', int()),
      mirrorable: computed('Whether Global Mirror copies it to another zone.', bool()),
      media: computed('`flash` or `mass`.', text()),
      sku: computed("What is billed; `(region)` stands for the zone's region.", text()),
    },
    rows: () => storageClasses,
  }),
  table({
    name: 'availability_zones',
    doc: 'Availability zones of the platform.',
    attrs: { name: computed('Name of the zone.', text()), region: computed('Region that the zone belongs to.', text()) },
    rows: (world) => world.regions.flatMap((region) => region.zones.map((name) => ({ name, region: region.name }))),
  }),
  table({
    name: 'templates',
    doc: 'Templates that VMs can be made from.',
    attrs: { name: computed('Name of the template.', text()) },
    rows: (world) => world.templates.map((name) => ({ name })),
  }),
  table({
    name: 'skus',
    doc: 'What the offer bills.',
    attrs: {
      sku: computed("Product code; `(region)` stands for the zone's region.", text()),
      description: computed('What it is.', text()),
      unit: computed('What one unit of it is.', text()),
    },
    rows: () => skus,
  }),
  {
    name: 'backups',
    doc: 'Backups that are kept of one VM, oldest first.',
    attrs: backupColumns,
    shownBy: {
      attribute: 'virtual_machine_id',
      type: 'virtual_machine',
      doc: 'Id of the VM.',
      example: 'tenants/main/virtual-machines/example',
    },
  },
];

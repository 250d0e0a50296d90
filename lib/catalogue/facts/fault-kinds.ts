/** What of the stock can break, and what a fault of each kind names. */
import { optional, required } from '../../core/attribute';
import { defineFault, type FaultKind } from '../../core/fault';
import { int, oneOf, text } from '../../core/shape';
import type { Values } from '../../core/unknown';
import type { World } from '../../core/world';
import { bladesOf } from './blade-stock';

const name = () => text({ min: 1, max: 63 });
const zone = required('Zone of the stock.', name());

const lacks = (what: string, given: unknown, known: readonly string[]): string =>
  `${what} is ${JSON.stringify(given)}; this stock has ${known.length > 0 ? known.join(', ') : 'none'}`;
const noZone = ({ zone: given }: Values, world: World): string | undefined =>
  Object.hasOwn(world.zones, String(given)) ? undefined : lacks('zone', given, Object.keys(world.zones));
const allBlades = (world: World): string[] =>
  Object.entries(world.zones).flatMap(([availability_zone, { blades }]) =>
    Object.keys(blades).flatMap((blade_class) => bladesOf(world, { availability_zone, blade_class })),
  );
const arraysOf = (world: World) => Object.values(world.zones).flatMap((stock) => stock.arrays);
const noArray = ({ array }: Values, world: World): string | undefined => {
  const known = arraysOf(world).map((each) => each.name);
  return known.includes(String(array)) ? undefined : lacks('array', array, known);
};

export const faultKinds: readonly FaultKind[] = [
  defineFault({
    kind: 'blade',
    doc: 'A hypervisor stops.',
    attrs: { blade: required('Blade, as a Cpool lists it in `host_ids`.', text({ min: 1, max: 255 })) },
    problem: ({ blade }, world) =>
      allBlades(world).includes(String(blade))
        ? undefined
        : `blade is ${JSON.stringify(blade)}; this stock has blades as ${allBlades(world)[0] ?? 'none'}`,
  }),
  defineFault({
    kind: 'chassis',
    doc: 'A chassis stops, with all its blades.',
    attrs: { zone, chassis: required('Number of the chassis in its zone, from 1.', int({ min: 1 })) },
    problem: (target, world) => {
      const stock = world.zones[String(target['zone'])];
      if (!stock) return noZone(target, world);
      const blades = Object.values(stock.blades).reduce((sum, count) => sum + count, 0);
      const count = Math.ceil(blades / stock.blades_per_chassis);
      return Number(target['chassis']) <= count ? undefined : `chassis is ${String(target['chassis'])}; ${String(target['zone'])} has 1 to ${count}`;
    },
  }),
  defineFault({
    kind: 'array',
    doc: 'A SAN array is lost, with the LUNs on it.',
    attrs: { array: required('Array of the stock.', name()) },
    problem: noArray,
  }),
  defineFault({
    kind: 'drive',
    doc: 'A drive of an array fails; its data is rebuilt into a spare area.',
    attrs: { array: required('Array of the stock.', name()), drive: required('Number of the drive, from 1.', int({ min: 1 })) },
    problem: (target, world) => {
      const array = arraysOf(world).find((each) => each.name === target['array']);
      if (!array) return noArray(target, world);
      return Number(target['drive']) <= array.drives ? undefined : `drive is ${String(target['drive'])}; ${array.name} has 1 to ${array.drives}`;
    },
  }),
  defineFault({
    kind: 'link',
    doc: 'The link between two zones is cut.',
    attrs: { zone, other_zone: required('Zone at its other end.', name()) },
    problem: ({ zone: one, other_zone: other }, world) =>
      world.links.some(({ between }) => between.includes(String(one)) && between.includes(String(other)) && one !== other)
        ? undefined
        : lacks(
            'link',
            `${String(one)} to ${String(other)}`,
            world.links.map(({ between }) => between.join(' to ')),
          ),
  }),
  defineFault({ kind: 'zone', doc: 'A zone is lost: its blades, its arrays and its links.', attrs: { zone }, problem: noZone }),
  defineFault({
    kind: 'region',
    doc: 'A region is lost, with all its zones.',
    attrs: { region: required('Region of the stock.', name()) },
    problem: ({ region }, world) =>
      world.regions.some((each) => each.name === region)
        ? undefined
        : lacks(
            'region',
            region,
            world.regions.map((each) => each.name),
          ),
  }),
  defineFault({ kind: 'hsm_module', doc: "The provider's HSM module of a zone stops.", attrs: { zone }, problem: noZone }),
  defineFault({
    kind: 'kms_zone',
    doc: 'A zone of an OVHcloud KMS region stops.',
    attrs: { region: required('Region of the KMS.', oneOf('eu-west-rbx', 'eu-west-sbg')), kms_zone: required('Zone of that region.', name()) },
  }),
  defineFault({
    kind: 'kms_region',
    doc: 'An OVHcloud KMS region stops.',
    attrs: { region: required('Region of the KMS.', oneOf('eu-west-rbx', 'eu-west-sbg')) },
  }),
  defineFault({
    kind: 'api',
    doc: 'The API answers late or fails, by chance.',
    attrs: {
      error: optional('Status that it answers with; none, where it is only late.', int({ min: 400, max: 599 })),
      delay_ms: optional('Milliseconds that each answer waits, 60,000 at most.', int({ min: 0, max: 60_000 })),
      probability_percent: optional('Chance of a request to be struck, in percent; 100 unless given.', int({ min: 0, max: 100 })),
      seed: optional('From which chance is drawn; 0 unless given.', int({ min: 0 })),
      type: optional('Type of resources that it strikes; all unless given.', name()),
      kind: optional('Kind of requests that it strikes; all unless given.', oneOf('read', 'create', 'update', 'delete', 'act')),
    },
    problem: ({ error, delay_ms }) =>
      (error ?? null) === null && (delay_ms ?? null) === null ? 'neither error nor delay_ms is given, so nothing would fail or be late' : undefined,
  }),
];

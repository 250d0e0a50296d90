/** How a platform begins, and what happens when it is opened with another stock. */
import { Unavailable } from '../core/command';
import type { World } from '../core/world';
import { carryOut } from './carry-out';
import { CLOCK_ID, clockAt } from './clock';
import { settleAll } from './due';
import { strike } from './faults';
import { LEDGERS } from './ledger';
import { newScene } from './new-scene';
import type { PlatformOptions } from './platform';
import type { Scene } from './scene';
import { PlatformSite } from './site';
import { Standing } from './standing';
import type { Change, Charter } from './store';

/** Digits of the seed from which serial numbers are drawn. */
const SEED_DIGITS = 32;
/** Resources that a message about an insufficient stock names at most. */
const NAMED_MAX = 5;

export interface Begun {
  readonly charter: Charter;
  readonly revision: number;
}

/** Reads the charter of a store; writes it where the store is empty, or where another stock is given that covers what stands. */
export async function begin(options: PlatformOptions): Promise<Begun> {
  const { store } = options;
  const found = await store.look(async (revision) => ({ charter: await store.charter(), revision }));
  if (found.charter && suits(found.charter, options.world)) return { charter: found.charter, revision: found.revision };
  return store.change({ work: (revision, at) => chartered(options, revision, at), undo: () => undefined });
}

const suits = (charter: Charter, world: World | undefined): boolean => !world || JSON.stringify(world) === JSON.stringify(charter.world);

async function chartered(options: PlatformOptions, revision: number, at: number): Promise<{ change?: Change; result: Begun }> {
  // Another process may have come first since the charter was read.
  const found = await options.store.charter();
  if (found && suits(found, options.world)) return { result: { charter: found, revision } };
  const charter: Charter = {
    seed: found?.seed ?? seedFrom(options.random),
    world: options.world ?? found?.world ?? options.defaultWorld,
    edition: found ? found.edition : (options.edition ?? null),
  };
  const standing = new Standing(options.catalogue);
  for (const type of [...options.catalogue.definitions.keys(), ...LEDGERS]) standing.load(type, await options.store.collection(type));
  const { catalogue, behaviours } = options;
  const clock = clockAt(standing.ledger('.clock').get(CLOCK_ID), options.clock.now(), at);
  const scene = newScene({
    catalogue,
    behaviours,
    standing,
    world: charter.world,
    edition: editionOf(options, charter),
    seed: charter.seed,
    revision: revision + 1,
    ...clock,
  });
  if (found) checkCovered(scene, found.world);
  plant(scene);
  if (!found) breakDown(scene);
  const changed = standing.changedSince(0);
  const event = {
    revision: scene.revision,
    at: scene.now,
    principal: 'socle',
    kind: found ? 'world' : 'begin',
    type: '',
    id: '',
    touched: changed.flatMap(({ after }) => (after ? { type: after.type, id: after.id } : [])),
  } as const;
  return {
    change: { events: [event], charter, written: changed.flatMap(({ after }) => after ?? []), removed: [] },
    result: { charter, revision: scene.revision },
  };
}

/** The edition by which an opening judges: its own, that of the last commands, the catalogue's first. */
export const editionOf = ({ edition, catalogue }: Pick<PlatformOptions, 'edition' | 'catalogue'>, charter: Charter): string =>
  edition ?? charter.edition ?? catalogue.editions[0];

/** Notes the edition that the commands of an opening follow, for those who open the platform without naming one. */
export function adopt({ store, clock }: PlatformOptions, edition: string): Promise<void> {
  const work = async (revision: number, at: number): Promise<{ change?: Change; result: undefined }> => {
    const charter = await store.charter();
    if (!charter || charter.edition === edition) return { result: undefined };
    const about = { principal: 'socle', kind: 'edition', type: '', id: '', touched: [] } as const;
    const event = { ...about, revision: revision + 1, at: Math.max(at, clock.now()) };
    return { change: { events: [event], charter: { ...charter, edition }, written: [], removed: [] }, result: undefined };
  };
  return store.change({ work, undo: () => undefined });
}

function seedFrom(random: () => number): string {
  let seed = '';
  while (seed.length < SEED_DIGITS)
    seed += Math.floor(random() * 16 ** 8)
      .toString(16)
      .padStart(8, '0');
  return seed;
}

/** Creates what the stock brings along, as far as it does not stand yet. */
function plant(scene: Scene): void {
  for (const [type, { seed }] of Object.entries(scene.behaviours)) {
    const standing = [...scene.standing.estate.ofType(type)].map((resource) => resource.values['name']);
    for (const values of seed?.(scene.world) ?? []) if (!standing.includes(values['name'] ?? null)) carryOut(scene, { kind: 'create', type, values });
  }
}

/** Strikes and plans what breaks from the beginning. */
function breakDown(scene: Scene): void {
  for (const order of scene.world.faults ?? []) strike(scene, order);
  settleAll(scene);
}

function checkCovered(scene: Scene, before: World): void {
  const site = new PlatformSite(scene);
  const lacking = [...scene.standing.all()].flatMap((row) => {
    const why = scene.behaviours[row.type]?.uncovered?.(row.values, site);
    return why === undefined ? [] : `${row.id}: ${why}`;
  });
  if (lacking.length === 0) return;
  const named = lacking.slice(0, NAMED_MAX).join('; ') + (lacking.length > NAMED_MAX ? `; and ${lacking.length - NAMED_MAX} more` : '');
  throw new Unavailable(
    `the platform was begun with the world "${before.name}", and the world "${scene.world.name}" does not cover what stands on it: ${named}. Use a world that covers it, or another platform file`,
  );
}

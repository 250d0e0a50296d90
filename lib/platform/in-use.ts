/** IN-USE-001: a deletion loses no data and no service. */
import { definitionOf } from '../core/catalogue';
import type { Finding } from '../core/finding';
import { refusedFinding, type Scene } from './scene';
import { PlatformSite } from './site';
import type { Row } from './store';
import { referrersOf } from './verdict';

/** Users that a message names at most. */
const NAMED_MAX = 10;

const inUse = (row: Row, message: string, fix: string): Finding => refusedFinding(row, { code: 'IN-USE-001', path: '', message, fix });

/** Its owner has said that it may go although it is in use. */
export const maybeDestroyed = (row: Row): boolean => row.values['allow_destroy'] === true;

const fixFor = (scene: Scene, row: Row, first: string): string =>
  'allow_destroy' in definitionOf(scene.catalogue, row.type).attrs ? `${first}, or set allow_destroy = true on it, apply, and then delete it` : first;

/** The finding about those who refer to it strongly, stand under it or need it otherwise; undefined where there are none. */
export function usersFinding(scene: Scene, row: Row): Finding | undefined {
  const referring = referrersOf(scene, row, 'strong').map((resource) => resource.id);
  const needing = scene.behaviours[row.type]?.neededBy?.(row.values, new PlatformSite(scene)) ?? [];
  const users = [...new Set([...referring, ...standingUnder(scene, row), ...needing])].sort();
  if (users.length === 0) return undefined;
  return inUse(row, `it is used by ${listed(users)}`, fixFor(scene, row, 'delete them or let them use something else first'));
}

/** The finding about rules that its deletion would break for others, such as a running VM left without a backup. */
export function lossFinding(scene: Scene, row: Row, broken: readonly Finding[]): Finding | undefined {
  if (broken.length === 0) return undefined;
  const losses = broken.map((finding) => `${finding.code} on ${finding.resource}: ${finding.message}`);
  const shown = losses.slice(0, NAMED_MAX).join('; ');
  const message = `its deletion would break ${shown}${losses.length > NAMED_MAX ? `; and ${losses.length - NAMED_MAX} more` : ''}`;
  return inUse(row, message, fixFor(scene, row, 'change those first, in an apply of their own'));
}

function standingUnder(scene: Scene, row: Row): string[] {
  const { collection } = definitionOf(scene.catalogue, row.type);
  const name = row.values['name'];
  if (typeof name !== 'string') return [];
  return [...scene.catalogue.definitions.values()].flatMap(({ type, parent }) =>
    parent.collection === collection ? [...scene.standing.estate.holding(type, parent.attribute, name)].map((resource) => resource.id) : [],
  );
}

const listed = (ids: readonly string[]): string =>
  ids.slice(0, NAMED_MAX).join(', ') + (ids.length > NAMED_MAX ? ` and ${ids.length - NAMED_MAX} more` : '');

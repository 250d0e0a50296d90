/** Creation: what is created does not exist yet, breaks no rule, and gets what the platform chooses for it. */
import { definitionOf } from '../core/catalogue';
import { type Command, Refusal, type Stored } from '../core/command';
import { shapeFindings } from '../core/generic/generic';
import { normalise } from '../core/normalise';
import type { Values } from '../core/unknown';
import { PlatformDeed } from './deed';
import { writable } from './kept';
import { contextOf, refuse, type Scene, serial } from './scene';
import { withoutSecrets } from './secrets';
import type { Row } from './store';
import { newRefusals, refusalOf } from './verdict';

/** Digits of an incarnation. */
const INCARNATION_DIGITS = 16;

export const storedOf = ({ id, type, values, incarnation, revision }: Row): Stored => ({ id, type, values, incarnation, revision });

/** Carries out a creation on what stands. Throws `Refusal`; the caller undoes what was tried. */
export function create(scene: Scene, command: Extract<Command, { kind: 'create' }>): Stored {
  const { standing } = scene;
  const { type } = command;
  const { attrs } = definitionOf(scene.catalogue, type);
  const { id, values, problems } = normalise(scene.catalogue, type, writable(attrs, command.values), contextOf(scene));
  if (id === undefined) throw new Refusal(shapeFindings({ id: type, type, values, identified: false, problems }), false);
  if (standing.row(id)) refuse({ id, type }, exists(id), 'retryable');
  const row: Row = { id, type, values, runtime: null, incarnation: serial(scene, `${id} incarnation`, INCARNATION_DIGITS), revision: scene.revision };
  const mark = standing.mark();
  standing.put(row, problems);
  const findings = newRefusals(scene, 'create', id, standing.changedSince(mark));
  if (findings.length > 0) throw refusalOf(scene, findings);
  return complete(scene, row, scene.behaviours[type]?.create?.(values, new PlatformDeed(scene, row)));
}

/** The row with what its behaviour chose, and without what is never kept; what the behaviour remembered meanwhile stays. */
export function complete(scene: Scene, row: Row, chosen: Values | undefined): Stored {
  const standing = scene.standing.row(row.id);
  const { attrs } = definitionOf(scene.catalogue, row.type);
  const values = withoutSecrets(attrs, isNew(chosen, row.values) ? { ...row.values, ...chosen } : row.values);
  // What stands like this already is not put there again: everything that is known of its neighbours would be made anew.
  if (standing && standing.values === values) return storedOf(standing);
  const whole = { ...row, runtime: standing?.runtime ?? row.runtime, values };
  scene.standing.put(whole);
  return storedOf(whole);
}

const isNew = (chosen: Values | undefined, values: Values): boolean => {
  for (const key in chosen) if (chosen[key] !== values[key]) return true;
  return false;
};

const exists = (id: string) => ({
  code: 'IDENTITY-002',
  path: 'name',
  message: `${id} exists already: two resources have one name, create_before_destroy replaces one that keeps its name, or an interrupted apply made it`,
  fix: 'give one of them another name, or import the one that exists',
});

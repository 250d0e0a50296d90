/** Updates in place: of the object that was meant, as it was last seen, and never of what only a replacement changes. */
import { definitionOf } from '../core/catalogue';
import type { Command, Stored } from '../core/command';
import type { Finding } from '../core/finding';
import { normalise } from '../core/normalise';
import type { Definition } from '../core/resource';
import type { Values } from '../core/unknown';
import { shown } from '../core/validate';
import { complete, storedOf } from './create';
import { PlatformDeed } from './deed';
import { withEarlierChoices, withEarlierComputed, writable } from './kept';
import { sameValue, sameValues } from './same';
import { contextOf, refuse, refusedFinding, type Scene } from './scene';
import { withEarlierSecrets } from './secrets';
import type { Row } from './store';
import { newRefusals, referrersOf, refusalOf } from './verdict';

/** Carries out an update on what stands; one that changes nothing leaves no trace. Throws `Refusal`; the caller undoes what was tried. */
export function update(scene: Scene, command: Extract<Command, { kind: 'update' }>): Stored {
  const { standing } = scene;
  const prior = meant(scene, command);
  const definition = definitionOf(scene.catalogue, prior.type);
  const { attrs } = definition;
  const written = withEarlierSecrets(attrs, withEarlierChoices(attrs, writable(attrs, command.values), prior.values), prior.values);
  const read = normalise(scene.catalogue, prior.type, written, contextOf(scene));
  const values = withEarlierComputed(attrs, read.values, prior.values);
  const fixed = replacements(definition, prior, values);
  if (fixed.length > 0 && read.problems.length === 0) throw refusalOf(scene, fixed);
  if (read.problems.length === 0 && sameValues(attrs, values, prior.values)) return storedOf(prior);
  const row: Row = { ...prior, values: { ...values, id: prior.id }, revision: scene.revision };
  const mark = standing.mark();
  standing.put(row, read.problems);
  const findings = newRefusals(scene, 'update', row.id, standing.changedSince(mark));
  if (findings.length > 0) throw refusalOf(scene, [...findings, ...usersFirst(scene, row, findings)]);
  return complete(scene, row, scene.behaviours[row.type]?.update?.(row.values, prior.values, new PlatformDeed(scene, row)));
}

/** The object that a command means; STALE-001 where it is gone, another, or not as last seen. */
function meant(scene: Scene, command: Extract<Command, { kind: 'update' }>): Row {
  const row = scene.standing.row(command.id);
  const stale = (message: string): never =>
    refuse(
      { id: command.id, type: command.type },
      {
        code: 'STALE-001',
        path: '',
        message,
        fix: 'read it again (terraform refresh, or plan again), then update',
      },
      'final',
    );
  if (!row || row.type !== command.type) return stale('it no longer exists');
  if (command.incarnation !== undefined && command.incarnation !== row.incarnation)
    return stale('it was deleted and created anew meanwhile: this is another object under the same id');
  if (command.revision !== undefined && command.revision !== row.revision)
    return stale(`revision ${command.revision} was seen; it is at revision ${row.revision} now`);
  return row;
}

/** Attributes that only another object can have otherwise. */
function replacements(definition: Definition, prior: Row, values: Values): Finding[] {
  return Object.entries(definition.attrs).flatMap(([key, { replace, shape }]) => {
    const before = prior.values[key] ?? null;
    const after = values[key] ?? null;
    if (!replace || sameValue(shape, before, after)) return [];
    return refusedFinding(prior, {
      code: 'SHAPE',
      path: key,
      message: `${key} goes from ${shown(before)} to ${shown(after)}, and it cannot change in place`,
      fix: `keep ${shown(before)}, or delete the ${definition.type.replaceAll('_', ' ')} and create another`,
    });
  });
}

/** CHANGE-001: what breaks is a rule of its users as they stand, who are updated only after it. */
function usersFirst(scene: Scene, row: Row, findings: readonly Finding[]): Finding[] {
  const users = new Set(referrersOf(scene, row).map((resource) => resource.id));
  const broken = findings.filter((finding) => users.has(finding.resource) || (finding.resource === row.id && asksItsUsers(scene, finding)));
  if (broken.length === 0) return [];
  return [
    refusedFinding(row, {
      code: 'CHANGE-001',
      path: '',
      message: `this update comes before those of its users, and as they stand it breaks ${[...new Set(broken.map((finding) => `${finding.code} on ${finding.resource}`))].join(', ')}`,
      fix: 'change the users first, in an apply of their own',
    }),
  ];
}

/** Whether a rule looks at those who refer to its subject. */
const asksItsUsers = (scene: Scene, finding: Finding): boolean =>
  scene.catalogue.rules.some(
    (rule) =>
      rule.code === finding.code && rule.on === finding.type && Object.values(rule.gathers ?? {}).some((gather) => gather.equals === undefined),
  );

/** What commands would meet if they were given now, one after another. Tried on what stands and undone, so that it costs no copy. */
import { affectedBy } from '../core/affected';
import { type Command, Refusal } from '../core/command';
import { byCode, type Finding } from '../core/finding';
import { judgeTasks, type Task } from '../core/judge';
import { Before } from './before';
import { carryOut } from './carry-out';
import { settleAll } from './due';
import { occasionOf } from './occasion';
import type { Scene } from './scene';
import { type Changed, resourceOfRow } from './standing';

/** Refusals of those that would be refused, then promises and advice about all that the others would touch. Changes nothing. */
export function previewOf(scene: Scene, commands: readonly Command[]): Finding[] {
  const { standing } = scene;
  const mark = standing.mark();
  const findings: Finding[] = [];
  try {
    for (const command of commands) {
      try {
        carryOut(scene, command);
        settleAll(scene);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        findings.push(...error.findings);
      }
    }
    findings.push(...adviceOn(scene, standing.changedSince(mark)));
  } finally {
    standing.undo(mark);
  }
  return findings.sort(byCode);
}

/** Promises and advice about what has changed. Rules about a change compare with what stood; another object is no change of the first. */
function adviceOn(scene: Scene, changed: readonly Changed[]): Finding[] {
  const { estate } = scene.standing;
  const sides = changed.map(({ before, after }) => ({ before: before && resourceOfRow(before), after: after && estate.get(after.id) }));
  const touched = sides.flatMap(({ before, after }) => [before, after].flatMap((side) => side ?? []));
  const replaced = new Set(changed.flatMap(({ before, after }) => (before && after && before.incarnation !== after.incarnation ? [after.id] : [])));
  const applies = ({ rule, subject }: Task): boolean =>
    rule.class !== 'refused' && !rule.platformDecides && !(rule.change && replaced.has(subject.id));
  const tasks = affectedBy(estate, touched).filter(applies);
  const occasion = { ...occasionOf(scene), prior: new Before(estate, sides) };
  return judgeTasks(estate, tasks, [], occasion).findings.filter((finding) => finding.class !== 'refused');
}

/** What commands would meet if they were given now, one after another. Tried on what stands and undone, so that it costs no copy. */
import { affectedBy } from '../core/affected';
import { type Command, Refusal } from '../core/command';
import { byCode, type Finding } from '../core/finding';
import { judgeTasks } from '../core/judge';
import { carryOut } from './carry-out';
import { occasionOf, type Scene } from './scene';
import { resourceOfRow } from './standing';

/** Refusals of those that would be refused, then promises and advice about all that the others would touch. Changes nothing. */
export function previewOf(scene: Scene, commands: readonly Command[]): Finding[] {
  const { standing } = scene;
  const mark = standing.mark();
  const findings: Finding[] = [];
  try {
    for (const command of commands) {
      try {
        carryOut(scene, command);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        findings.push(...error.findings);
      }
    }
    const touched = standing.changedSince(mark).flatMap(({ before, after }) => [before, after].flatMap((row) => (row ? resourceOfRow(row) : [])));
    const tasks = affectedBy(standing.estate, touched).filter((task) => !task.rule.change && !task.rule.platformDecides);
    findings.push(...judgeTasks(standing.estate, tasks, [], occasionOf(scene)).findings.filter((finding) => finding.class !== 'refused'));
  } finally {
    standing.undo(mark);
  }
  return findings.sort(byCode);
}

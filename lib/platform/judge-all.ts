/** What is wrong with all that stands. */
import type { Judgement } from '../core/finding';
import { judgeTasks } from '../core/judge';
import { occasionOf } from './occasion';
import type { Scene } from './scene';

/** Every rule on everything that stands. Change rules have nothing to compare, and the stock is judged as it is handed out. */
export function judgeAll(scene: Scene): Judgement {
  const { estate } = scene.standing;
  const rules = scene.catalogue.rules.filter((rule) => !rule.platformDecides);
  const tasks = rules.flatMap((rule) => [...estate.ofType(rule.on)].map((subject) => ({ rule, subject })));
  return judgeTasks(estate, tasks, [...estate.all()], occasionOf(scene));
}

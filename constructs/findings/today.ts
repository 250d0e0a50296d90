import type { App } from 'cdktf';

/** Context of an app that sets the day of judgement, as `2026-01-31`. */
const AS_OF = 'socle:as_of';

/** The day on which an app is judged: today, unless its context says another. A synthesis is a program's root, so its clock is read here, and only here. */
export function dayOfJudgement(app: App): string {
  const given: unknown = app.node.tryGetContext(AS_OF);
  return typeof given === 'string' ? given : new Date().toISOString().slice(0, 10);
}

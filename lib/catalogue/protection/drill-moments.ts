/** The time line of a drill: what happened when, as the people of the night would tell it. */
import type { Moment } from '../../core/drill';

export const isoOf = (time: number): string => new Date(time).toISOString();

export class TimeLine {
  private readonly moments: { readonly at: number; readonly what: string; readonly resource: string | null }[] = [];

  note(at: number, what: string, resource: string | null = null): void {
    this.moments.push({ at, what, resource });
  }

  /** In the order of time; what happened at one time stays in the order in which it was noted. */
  told(): Moment[] {
    return [...this.moments].sort((a, b) => a.at - b.at).map(({ at, ...more }) => ({ at: isoOf(at), ...more }));
  }
}

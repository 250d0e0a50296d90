/** What a drill says in one line: how many came back, the longest of it, and whether the plan kept what it promised. */
import type { DrillTold, Recovery } from '../../core/drill';
import type { Values } from '../../core/unknown';

export function summaryOf(recoveries: readonly Recovery[], behind: readonly Recovery[], estimated: Values): Pick<DrillTold, 'verdict' | 'summary'> {
  const count = (outcome: Recovery['outcome']): number => recoveries.filter((each) => each.outcome === outcome).length;
  const back = recoveries.filter((each) => each.outcome === 'recovered' || each.outcome === 'unreachable');
  const misses = [...recoveries, ...behind].filter((each) => each.misses.length > 0).length;
  return {
    verdict: misses === 0 ? 'met' : 'missed',
    summary: {
      named: recoveries.length,
      recovered: count('recovered'),
      unaffected: count('unaffected'),
      misses,
      left_behind: behind.length,
      rpo_minutes: longest(back.map((each) => each.rpo_minutes)),
      rto_minutes: longest(back.map((each) => each.rto_minutes)),
      estimated_rpo_minutes: numberIn(estimated['estimated_rpo_minutes']),
      estimated_rto_minutes: numberIn(estimated['estimated_rto_minutes']),
    },
  };
}

const numberIn = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function longest(times: readonly (number | null)[]): number | null {
  const known = times.flatMap((time) => time ?? []);
  return known.length > 0 ? Math.max(...known) : null;
}

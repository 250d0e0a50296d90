/** The words of a drill's report, shared by its renderers: spans of time, names, and what a VM is told of. */
import { type DrillReport, lossOf, type Moment, type Recovery } from '../core/drill';
import { onOneLine } from './paint';

const HOUR = 60;
const DAY = 24 * HOUR;

/** Minutes as people say them: `48 min`, `1 h 05 min`, `2 d 3 h`. */
export function span(minutes: number | null): string {
  if (minutes === null) return '-';
  if (minutes < HOUR) return `${minutes} min`;
  const [days, hours, rest] = [Math.floor(minutes / DAY), Math.floor((minutes % DAY) / HOUR), minutes % HOUR];
  if (days > 0) return `${days} d${hours > 0 ? ` ${hours} h` : ''}${rest > 0 ? ` ${rest} min` : ''}`;
  return rest > 0 ? `${hours} h ${String(rest).padStart(2, '0')} min` : `${hours} h`;
}

/** The name of a resource without its tenant and collection. */
export const nameOf = (id: string): string => onOneLine(id.slice(id.lastIndexOf('/') + 1));

export const momentText = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

export const outcomeText = ({ outcome }: Recovery): string => outcome.replace('_', ' ');

/** What brought it back: the service where the offer has one, else what the report names. */
export const broughtBy = ({ promise, by }: Recovery): string => promise?.service ?? (by.length > 0 ? by.map(nameOf).join(', ') : '-');

/** What is to be said of a VM beside its numbers. */
export function notesOn(recovery: Recovery): string[] {
  const { reason, promise, rpo_minutes, rto_minutes } = recovery;
  return [
    ...(reason === null || recovery.outcome === 'unaffected' ? [] : [onOneLine(reason)]),
    ...(promise === null || promise.kept
      ? []
      : [
          `${promise.service} promises ${span(promise.rpo_minutes)} and ${span(promise.rto_minutes)}; here ${span(rpo_minutes)} and ${span(rto_minutes)}`,
        ]),
  ];
}

export function headline({ verdict, summary }: DrillReport): string {
  const { named, recovered, unaffected, misses, left_behind, rpo_minutes, rto_minutes } = summary;
  const lost = named - unaffected;
  const first = lost === 0 ? `none of ${named} VMs of the plan was lost` : `${recovered} of ${lost} lost VMs of the plan are recovered`;
  const longest = rto_minutes === null ? '' : `, the last after ${span(rto_minutes)}, with ${span(rpo_minutes)} of writes lost at most`;
  const behind = left_behind === 0 ? '' : `; ${left_behind} ${left_behind === 1 ? 'is' : 'are'} left behind`;
  const missing = verdict === 'met' ? '' : `; ${misses} ${misses === 1 ? 'misses' : 'miss'} what the plan or an objective asks`;
  return `${first}${longest}${behind}${missing}`;
}

export const lossText = ({ lost, lost_at }: DrillReport): string => onOneLine(`${lossOf(lost)} is lost on ${momentText(lost_at)}`);

export const productionText = ({ production }: DrillReport): string =>
  production.afterwards === 'unchanged'
    ? `production is unchanged (${production.hash.slice(0, 12)})`
    : 'production was changed by others meanwhile: the drill began with what stood before';

/** One line of the time line: how long after the loss, and what happened to whom. */
interface Told {
  readonly after: string;
  readonly text: string;
}

/** The time line, with what happened alike at one time told together. */
export function storyOf({ timeline, lost_at }: DrillReport): Told[] {
  const told: { readonly moment: Moment; readonly names: string[] }[] = [];
  for (const moment of timeline) {
    const alike = told.find((each) => each.moment.at === moment.at && each.moment.what === moment.what && moment.resource !== null);
    if (alike) alike.names.push(nameOf(moment.resource ?? ''));
    else told.push({ moment, names: moment.resource === null ? [] : [nameOf(moment.resource)] });
  }
  return told.map(({ moment, names }) => ({
    after: sinceText(Date.parse(moment.at) - Date.parse(lost_at)),
    text: onOneLine(names.length === 0 ? moment.what : `${names.join(', ')}: ${moment.what}`),
  }));
}

/** `+1:05:00` */
function sinceText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `+${Math.floor(seconds / 3600)}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
}

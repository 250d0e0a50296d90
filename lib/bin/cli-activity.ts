/** `socle platform activity`, `do` and `events`: what is under way, asking an action of a resource, what happened. */
import type { LoggedEvent } from '../client/wire';
import type { Activity } from '../core/activity';
import { definitionOfId } from '../core/catalogue';
import type { Values } from '../core/unknown';
import { onOneLine } from '../review/paint';
import { InputError } from '../terraform/input-error';
import { type Format, jsonOf, momentText, onPlatformMeant } from './platform-meant';
import { EXIT, type Exit, type Terminal } from './terminal';
import { valueWritten } from './written-value';

interface Options {
  readonly format: Format;
  readonly file?: string;
}

/** Lines of the log that are shown at a time. */
const EVENTS_MAX = 1000;

export const showActivities = (id: string | undefined, { format, file }: Options, terminal: Terminal): Promise<Exit> =>
  onPlatformMeant({ file, purpose: 'look' }, terminal, async ({ client }) => {
    if (id === undefined) {
      const all = await client.activities();
      if (format === 'json') terminal.out(jsonOf({ activities: all.map(activityJson) }));
      else terminal.out(all.length === 0 ? 'nothing is under way, and nothing ended lately\n' : all.map(lineOfActivity).join(''));
      return EXIT.fine;
    }
    const activity = await client.activity(id);
    if (!activity) throw new InputError(`no activity has the id ${id}`, 'socle platform activity lists those that are remembered');
    return tellActivity(activity, format, terminal);
  });

/** Asks an action of a resource. It fails where the action does; one that is under way is no failure. */
export function act(action: string, id: string, given: readonly string[], { format, file }: Options, terminal: Terminal): Promise<Exit> {
  const { catalogue } = require('../catalogue/complete') as typeof import('../catalogue/complete');
  const definition = definitionOfId(catalogue, id);
  if (!definition) throw new InputError(`${JSON.stringify(id)} is no id`, 'write it as tenants/main/virtual-machines/db1');
  const shapes = catalogue.actions.get(definition.type)?.find((each) => each.action === action)?.attrs ?? {};
  const input: Values = Object.fromEntries(given.map((each) => pairIn(each)).map(([key, value]) => [key, valueWritten(value, shapes[key]?.shape)]));
  return onPlatformMeant({ file, purpose: 'command' }, terminal, async ({ client }) => {
    const activity = await client.act({ type: definition.type, id, action, input });
    const told = tellActivity(activity, format, terminal);
    return activity.state === 'failed' ? EXIT.errors : told;
  });
}

/** Every action with what it takes, by the resources that take it; what need not be given stands in brackets. */
export function actionsText(): string {
  const { catalogue } = require('../catalogue/complete') as typeof import('../catalogue/complete');
  const lines = [...catalogue.actions].flatMap(([type, actions]) =>
    actions.map(({ action, attrs }) => {
      const inputs = Object.entries(attrs).map(([key, { mode, shape }]) => {
        const input = `${key}=${shape.kind === 'string' && shape.oneOf ? shape.oneOf.join('|') : shape.kind === 'bool' ? 'true|false' : '…'}`;
        return mode === 'required' ? input : `[${input}]`;
      });
      return `  ${[`${type}:`, action, ...inputs].join(' ')}\n`;
    }),
  );
  return lines.join('');
}

function pairIn(given: string): readonly [string, string] {
  const at = given.indexOf('=');
  if (at < 1) throw new InputError(`${JSON.stringify(given)} is no input of an action`, 'write KEY=VALUE, as mode=test; several values with commas');
  return [given.slice(0, at), given.slice(at + 1)];
}

export function showEvents(
  file: string | undefined,
  { format, after }: { readonly format: Format; readonly after: string },
  terminal: Terminal,
): Promise<Exit> {
  if (!/^\d{1,15}$/.test(after)) throw new InputError(`--after is ${JSON.stringify(after)}`, 'give the number of a line of the log, 0 for all');
  return onPlatformMeant({ file, purpose: 'look' }, terminal, async ({ client }) => {
    const events: readonly LoggedEvent[] = await client.events(Number(after), EVENTS_MAX);
    if (format === 'json') terminal.out(jsonOf({ events: events.map((event) => ({ ...event, at: momentText(event.at) })) }));
    else terminal.out(events.map(lineOfEvent).join('') || 'nothing happened since\n');
    const last = events.at(-1)?.revision;
    if (events.length === EVENTS_MAX) terminal.err(`there may be more: socle platform events --after ${last}\n`);
    return EXIT.fine;
  });
}

const activityJson = ({ started_at, ends_at, ...rest }: Activity) => ({ ...rest, started_at: momentText(started_at), ends_at: momentText(ends_at) });

function lineOfActivity({ id, what, subject, state, progress, reason, ends_at }: Activity): string {
  const how = state === 'running' || state === 'waiting' ? `${state} ${progress} %, until ${momentText(ends_at)}` : `${state} ${momentText(ends_at)}`;
  return `${id}  ${what} ${onOneLine(subject)}  ${how}${reason === null ? '' : `: ${onOneLine(reason)}`}\n`;
}

function tellActivity(activity: Activity, format: Format, terminal: Terminal): Exit {
  const items = activity.items.map(({ what, state, reason }) => `  ${onOneLine(what)}  ${state}${reason === null ? '' : `: ${onOneLine(reason)}`}\n`);
  terminal.out(format === 'json' ? jsonOf(activityJson(activity)) : [lineOfActivity(activity), ...items].join(''));
  return EXIT.fine;
}

function lineOfEvent({ revision, at, principal, kind, what, id, touched }: LoggedEvent): string {
  const others = touched.length === 0 ? '' : touched.length === 1 ? ' and 1 other' : ` and ${touched.length} others`;
  return `${revision}  ${momentText(at)}  ${principal}  ${[kind, what, onOneLine(id)].filter((each) => each).join(' ')}${others}\n`;
}

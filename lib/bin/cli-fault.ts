/** `socle platform fault`: what is broken, breaking something, mending it. */
import { faultKinds } from '../catalogue/facts/fault-kinds';
import type { Fault } from '../core/fault';
import { nearest } from '../core/nearest';
import type { Values } from '../core/unknown';
import { SECOND_MS } from '../core/virtual-time';
import { InputError } from '../terraform/input-error';
import { durationMs, durationText } from './duration';
import { type Format, jsonOf, momentText, onPlatformMeant } from './platform-meant';
import { EXIT, type Exit, type Terminal } from './terminal';
import { valueWritten } from './written-value';

interface Options {
  readonly format: Format;
}

/** What may be said of a fault: what it names as its target, when it strikes, and for how long. */
type StrikeOptions = Options & { readonly after?: string; readonly for?: string; readonly [target: string]: unknown };

export const listFaults = (file: string | undefined, { format }: Options, terminal: Terminal): Promise<Exit> =>
  onPlatformMeant({ file, purpose: 'look' }, terminal, async ({ client }) => {
    const [faults, { now }] = [await client.faults(), await client.clock()];
    if (format === 'json') terminal.out(jsonOf({ faults: faults.map(faultJson) }));
    else terminal.out(faults.length === 0 ? 'nothing is broken\n' : faults.map((fault) => faultText(fault, now)).join(''));
    return EXIT.fine;
  });

export async function strike(kind: string, file: string | undefined, options: StrikeOptions, terminal: Terminal): Promise<Exit> {
  checkAsked(kind, options);
  const order = {
    kind,
    target: targetIn(options),
    ...(options.after === undefined ? {} : { after_seconds: durationMs(options.after, '--after') / SECOND_MS }),
    ...(options.for === undefined ? {} : { for_seconds: durationMs(options.for, '--for') / SECOND_MS }),
  };
  return onPlatformMeant({ file, purpose: 'command' }, terminal, async ({ client }) => {
    const fault = await client.strike(order);
    const { now } = await client.clock();
    terminal.out(options.format === 'json' ? jsonOf({ ...faultJson(fault) }) : faultText(fault, now));
    return EXIT.fine;
  });
}

export const mend = (id: string, file: string | undefined, { format }: Options, terminal: Terminal): Promise<Exit> =>
  onPlatformMeant({ file, purpose: 'command' }, terminal, async ({ client }) => {
    const faults = await client.faults();
    const fault = faults.find((each) => each.id === id);
    if (!fault) {
      const known = faults.map((each) => each.id).join(', ');
      throw new InputError(`no fault has the id ${id}`, known === '' ? 'nothing is broken, so nothing is to be mended' : `name one of ${known}`);
    }
    await client.mend(id);
    terminal.out(format === 'json' ? jsonOf({ id, was_active: fault.active }) : `${id} ${fault.active ? 'is mended' : 'is called off'}\n`);
    return EXIT.fine;
  });

/** Refuses what no platform would take, in the words of the command line: a platform answers in those of its API. */
function checkAsked(kind: string, options: StrikeOptions): void {
  const known = faultKinds.find((each) => each.kind === kind);
  if (!known) {
    const kinds = faultKinds.map((each) => each.kind);
    const meant = nearest(kind, kinds);
    throw new InputError(
      `${JSON.stringify(kind)} is no kind of fault`,
      `${meant === undefined ? '' : `${meant} is nearest; `}use one of ${kinds.join(', ')}`,
    );
  }
  checkType(options['type']);
  const missing = Object.entries(known.attrs).flatMap(([name, { mode }]) =>
    mode === 'required' && options[optionOf(name)] === undefined ? [`--${name.replaceAll('_', '-')}`] : [],
  );
  if (missing.length > 0)
    throw new InputError(`a fault of kind ${kind} needs ${missing.join(' and ')}`, 'socle platform fault strike --help has each kind');
}

/** A fault of a type that is none would strike nothing, and nobody would see why. */
function checkType(type: unknown): void {
  if (typeof type !== 'string') return;
  const { catalogue } = require('../catalogue/complete') as typeof import('../catalogue/complete');
  if (!catalogue.definitions.has(type))
    throw new InputError(`--type ${type} is no type of resource`, `use one of ${[...catalogue.definitions.keys()].join(', ')}`);
}

/** The target, by the options that were given: each attribute of a kind of fault has one. */
function targetIn(options: StrikeOptions): Values {
  const shapes = new Map(faultKinds.flatMap(({ attrs }) => Object.entries(attrs)));
  return Object.fromEntries(
    [...shapes].flatMap(([name, { shape }]) => {
      const written = options[optionOf(name)];
      return typeof written === 'string' ? [[name, valueWritten(written, shape)]] : [];
    }),
  );
}

/** The name under which the command line keeps the option of an attribute: other_zone, --other-zone, otherZone. */
const optionOf = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const faultJson = ({ id, kind, target, from, until, active }: Fault) => ({
  id,
  kind,
  target,
  from: momentText(from),
  until: until === null ? null : momentText(until),
  active,
});

function faultText({ id, kind, target, from, until, active }: Fault, now: number): string {
  const what = Object.entries(target).flatMap(([name, value]) => (value === null ? [] : [`${name}=${String(value)}`]));
  const when = active ? `since ${momentText(from)}` : `in ${durationText(from - now)}, at ${momentText(from)}`;
  return `${id}  ${[kind, ...what].join(' ')}  ${when}, ${until === null ? 'until it is mended' : `until ${momentText(until)}`}\n`;
}

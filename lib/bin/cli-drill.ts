/** `socle drill`: a recovery plan rehearsed on a copy of the platform, as a table, as JSON or for a pull request. */
import { planNamed, readMoment } from '../catalogue/protection/drill-order';
import { Refusal } from '../core/command';
import type { DrillOrder, DrillReport } from '../core/drill';
import type { Values } from '../core/unknown';
import { drillMarkdown } from '../review/drill-markdown';
import { drillText } from '../review/drill-text';
import { InputError } from '../terraform/input-error';
import { paintFor } from './cli-paint';
import { durationMs } from './duration';
import { holdDrill } from './hold-drill';
import { onPlatformMeant } from './platform-meant';
import { EXIT, type Exit, type Terminal } from './terminal';

export interface DrillOptions {
  readonly lose?: string;
  readonly at?: string;
  readonly seed?: string;
  readonly format: 'text' | 'json' | 'markdown';
}

/** Rehearses a plan, by its name or id: 0 where all objectives are met, 1 where one is missed. */
export function drill(named: string, file: string | undefined, options: DrillOptions, terminal: Terminal): Promise<Exit> {
  return onPlatformMeant({ file, purpose: 'look' }, terminal, async (meant) => {
    const report = await (meant.kind === 'embedded'
      ? drillOf(meant.client, named, options)
      : orExplain(async () => meant.client.drill(orderOf(await planNamed(meant.client, named), options))));
    terminal.out(rendered(report, options.format, terminal));
    return report.verdict === 'met' ? EXIT.fine : EXIT.errors;
  });
}

/** Holds the drill of a plan that is named. Throws `InputError` where it cannot be held as it was asked for. */
export const drillOf = (platform: Parameters<typeof holdDrill>[0], named: string, options: Omit<DrillOptions, 'format'>): Promise<DrillReport> =>
  orExplain(async () => holdDrill(platform, orderOf(await planNamed(platform, named), options)));

function rendered(report: DrillReport, format: DrillOptions['format'], terminal: Terminal): string {
  if (format === 'json') return `${JSON.stringify(report, null, 2)}\n`;
  return format === 'markdown' ? drillMarkdown(report) : drillText(report, { paint: paintFor(terminal), width: terminal.width });
}

/** A drill refuses only what it was asked. */
async function orExplain<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [first] = error.findings;
    throw new InputError(error.findings.map(({ message }) => message).join('; '), first?.fix ?? '');
  }
}

function orderOf(plan: string, { lose, at, seed }: Omit<DrillOptions, 'format'>): DrillOrder {
  return {
    plan,
    ...(lose === undefined ? {} : { lose: lossIn(lose) }),
    ...(at === undefined ? {} : { at: at.startsWith('+') ? { afterMs: durationMs(at.slice(1), '--at') } : readMoment(at) }),
    ...(seed === undefined ? {} : { seed }),
  };
}

/** `zone=par7s`, `blade=…`, `link=par7s:th3s`: the kind of fault, and what it names. */
function lossIn(written: string): { readonly kind: string; readonly target: Values } {
  const [, kind, name] = /^([a-z_]+)=(.+)$/.exec(written) ?? [];
  if (kind === undefined || name === undefined)
    throw new InputError(`--lose is ${JSON.stringify(written)}`, 'write zone=par7s, region=fr1, array=par7s-flash-1, blade=ID or link=par7s:th3s');
  const [zone, other_zone] = name.split(':');
  return { kind, target: kind === 'link' ? { zone: zone ?? '', other_zone: other_zone ?? '' } : { [kind]: name } };
}

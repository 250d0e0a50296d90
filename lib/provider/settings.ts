/** The provider block, with the environment behind it. */
import { providerSchema } from '../core/project/terraform-schema';
import { NAME } from '../core/shape';
import type { WrittenSuppression } from '../core/suppress';
import { isObject, UNKNOWN, type Unknown, unknownIn, type Value } from '../core/unknown';
import { shown } from '../core/validate';
import type { ClockMode } from '../core/virtual-time';
import { type Diagnostic, type TfObject, UnknownValue } from '../tfplugin/types';
import { errorDiagnostic } from './diagnostics';
import { toModel } from './values';

const TENANT = 'main';
/** The one setting that is a list, and has no place in the environment. */
const SUPPRESS = 'suppress';

const CLOCKS: readonly ClockMode[] = ['automatic', 'manual'];
/** What is said of the embedded platform alone. */
const EMBEDDED_ONLY = ['state_path', 'world'];
/** What a platform with an endpoint asks for. */
const CREDENTIALS = ['client_id', 'secret_id'];

/** Which platform, as far as the user says, and by which edition of the offer it judges. */
export interface Connection {
  readonly endpoint?: string;
  /** Both are there where an endpoint is. */
  readonly client_id?: string;
  readonly secret_id?: string;
  readonly state_path?: string;
  readonly world?: string;
  readonly edition: string;
}

export interface Settings {
  readonly tenant: string | Unknown;
  /** How the platform's clock shall go; as it goes where nothing is said. */
  readonly clock: ClockMode | undefined;
  readonly connection: Connection;
  readonly suppressions: readonly WrittenSuppression[];
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the provider block; what it leaves out comes from the environment (`SOCLE_…`), and the edition is the first of
 * `editions` then. Diagnostics where it cannot be used.
 */
export function readSettings(config: TfObject, env: Env, editions: readonly [string, ...string[]]): Settings | readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const given: Record<string, string> = {};
  let tenant: string | Unknown = TENANT;
  for (const { name } of providerSchema.attributes) {
    if (name === SUPPRESS) continue;
    const value = config[name] ?? null;
    const fallback = env[variableOf(name)];
    if (value instanceof UnknownValue) {
      if (name === 'tenant') tenant = UNKNOWN;
      else diagnostics.push(notKnown(name, 'the platform cannot be asked what stands'));
    } else if (typeof value === 'string') given[name] = value;
    else if (fallback !== undefined && fallback !== '') given[name] = fallback;
  }
  const suppress = toModel(config[SUPPRESS] ?? null);
  if (unknownIn(suppress)) diagnostics.push(notKnown(SUPPRESS, 'it cannot be told which findings are accepted'));
  const { tenant: named, edition = editions[0], clock: clockName, ...connection } = given;
  const clock = CLOCKS.find((mode) => mode === clockName);
  if (!editions.includes(edition)) diagnostics.push(noEdition(edition, editions));
  if (named !== undefined && !isName(named)) diagnostics.push(noName(named));
  if (clockName !== undefined && !clock) diagnostics.push(noClock(clockName));
  diagnostics.push(...platformProblems(connection, config));
  if (diagnostics.length > 0) return diagnostics;
  return { tenant: named ?? tenant, clock, connection: { ...connection, edition }, suppressions: entriesOf(suppress) };
}

const entriesOf = (suppress: Value): WrittenSuppression[] => (Array.isArray(suppress) ? (suppress as readonly Value[]).filter(isObject) : []);

const isName = (text: string): boolean => new RegExp(NAME.pattern, 'u').test(text);

/** Every id begins with it, so it is refused here, once, and not on each resource. */
const noName = (tenant: string): Diagnostic =>
  errorDiagnostic(
    'This is not the name of a tenant',
    `tenant is ${shown(tenant)}; allowed: ${NAME.says}.\n\nFix: give tenant (or SOCLE_TENANT) the name of a tenant.`,
    [{ attribute: 'tenant' }],
  );

/** What keeps it from being known which platform is meant, or who asks. */
function platformProblems(given: Readonly<Record<string, string>>, config: TfObject): Diagnostic[] {
  if (given['endpoint'] === undefined) return [];
  const from = (name: string): string => (typeof config[name] === 'string' ? 'in the provider block' : `by ${variableOf(name)}`);
  const others = EMBEDDED_ONLY.filter((name) => given[name] !== undefined);
  const missing = CREDENTIALS.filter((name) => (given[name] ?? '') === '' && !(config[name] instanceof UnknownValue));
  return [
    ...others.map((name) =>
      errorDiagnostic(
        `endpoint and ${name} name two platforms`,
        `endpoint is given ${from('endpoint')}, and ${name} ${from(name)}; ${name} belongs to the embedded platform.\n\nFix: leave one of them out.`,
        typeof config[name] === 'string' ? [{ attribute: name }] : undefined,
      ),
    ),
    ...missing.map((name) =>
      errorDiagnostic(
        `${name} is missing`,
        `The platform at endpoint (given ${from('endpoint')}) asks who comes.\n\nFix: set ${variableOf(name)} in the environment, or ${name} in the provider block. \`socle platform serve\` prints both when it starts.`,
      ),
    ),
  ];
}

const variableOf = (name: string): string => `SOCLE_${name.toUpperCase()}`;

const noClock = (given: string): Diagnostic =>
  errorDiagnostic(
    'A clock does not go so',
    `clock is ${shown(given)}; allowed: ${CLOCKS.join(', ')}.\n\nFix: use one of them, or leave it out (and SOCLE_CLOCK): then the clock goes as it does.`,
    [{ attribute: 'clock' }],
  );

const notKnown = (name: string, therefore: string): Diagnostic =>
  errorDiagnostic(
    `${name} is not known yet`,
    `The provider's ${name} depends on something that this apply has still to create, so ${therefore}.\n\nFix: give ${name} a value that is known at plan, or create what it depends on first, with -target.`,
    [{ attribute: name }],
  );

const noEdition = (given: string, editions: readonly string[]): Diagnostic =>
  errorDiagnostic(
    'There is no such edition',
    `edition is ${shown(given)}; allowed: ${editions.join(', ')}.\n\nFix: use one of them, or leave it out.`,
    [{ attribute: 'edition' }],
  );

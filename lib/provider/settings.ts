/** The provider block, with the environment behind it. */
import { providerSchema } from '../core/project/terraform-schema';
import { NAME } from '../core/shape';
import { UNKNOWN, type Unknown } from '../core/unknown';
import { shown } from '../core/validate';
import { type Diagnostic, type TfObject, UnknownValue } from '../tfplugin/types';
import { errorDiagnostic } from './diagnostics';

/** The catalogue's edition that this release has. */
export const EDITION = 'seeds';
const TENANT = 'main';

/** Which platform, as far as the user says. */
export interface Connection {
  readonly endpoint?: string;
  readonly client_id?: string;
  readonly secret_id?: string;
  readonly state_path?: string;
  readonly world?: string;
}

export interface Settings {
  readonly tenant: string | Unknown;
  readonly connection: Connection;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Reads the provider block; what it leaves out comes from the environment (`SOCLE_…`). Diagnostics where it cannot be used. */
export function readSettings(config: TfObject, env: Env): Settings | readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const given: Record<string, string> = {};
  let tenant: string | Unknown = TENANT;
  for (const { name } of providerSchema.attributes) {
    const value = config[name] ?? null;
    const fallback = env[`SOCLE_${name.toUpperCase()}`];
    if (value instanceof UnknownValue) {
      if (name === 'tenant') tenant = UNKNOWN;
      else diagnostics.push(notKnown(name));
    } else if (typeof value === 'string') given[name] = value;
    else if (fallback !== undefined && fallback !== '') given[name] = fallback;
  }
  const { tenant: named, ...connection } = given;
  if (named !== undefined && !isName(named)) diagnostics.push(noName(named));
  if (diagnostics.length > 0) return diagnostics;
  return { tenant: named ?? tenant, connection };
}

const isName = (text: string): boolean => new RegExp(NAME.pattern, 'u').test(text);

/** Every id begins with it, so it is refused here, once, and not on each resource. */
const noName = (tenant: string): Diagnostic =>
  errorDiagnostic(
    'This is not the name of a tenant',
    `tenant is ${shown(tenant)}; allowed: ${NAME.says}.\n\nFix: give tenant (or SOCLE_TENANT) the name of a tenant.`,
    [{ attribute: 'tenant' }],
  );

const notKnown = (name: string): Diagnostic =>
  errorDiagnostic(
    `${name} is not known yet`,
    `The provider's ${name} depends on something that this apply has still to create, so the platform cannot be asked what stands.\n\nFix: give ${name} a value that is known at plan, or create what it depends on first, with -target.`,
    [{ attribute: name }],
  );

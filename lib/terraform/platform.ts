/** Which platform a provider configuration leads to: estates on different platforms are judged apart. */
import { resolve } from 'node:path';
import { isUnknown, type Unknown, type Value } from '../core/unknown';

/** The settings of a provider block that matter here, evaluated. Null where it leaves one out. */
export interface ProviderSettings {
  readonly tenant: Value;
  readonly endpoint: Value;
  readonly state_path: Value;
  readonly world: Value;
}

/** What stands where a provider block leaves a setting out (the environment, in `lib/bin`). */
export interface ProviderDefaults {
  readonly tenant?: string;
  readonly endpoint?: string;
  readonly state_path?: string;
  readonly world?: string;
  readonly edition?: string;
}

export interface Platform {
  /** The same for configurations that lead to the same platform. */
  readonly key: string;
  readonly endpoint?: string;
  /** Absolute where the folder of the configuration is known; absent means the default place. */
  readonly state_path?: string;
  readonly world?: string;
}

/** Tenant of resources that name none, unless the provider says otherwise. */
const DEFAULT_TENANT = 'main';

export const tenantOf = (settings: ProviderSettings, defaults: ProviderDefaults): string | Unknown =>
  isUnknown(settings.tenant)
    ? settings.tenant
    : typeof settings.tenant === 'string' && settings.tenant !== ''
      ? settings.tenant
      : (defaults.tenant ?? DEFAULT_TENANT);

/** Two stacks whose place is not known are taken for two platforms: a false error is worse than an undecided rule. */
export function platformOf(
  settings: ProviderSettings,
  defaults: ProviderDefaults,
  stack: { readonly name: string; readonly folder: string | undefined },
): Platform {
  const unknown = [settings.endpoint, settings.state_path, settings.world].filter(isUnknown);
  if (unknown.length > 0) return { key: `unknown: ${unknown.flatMap(({ because }) => because).join(', ')} of ${stack.name}` };
  const endpoint = textOr(settings.endpoint, defaults.endpoint);
  if (endpoint !== undefined) return { key: `endpoint ${endpoint}`, endpoint };
  const state_path = inFolder(textOr(settings.state_path, defaults.state_path), stack.folder);
  const world = inFolder(textOr(settings.world, defaults.world), stack.folder);
  return {
    key: `embedded ${state_path ?? ''}${world === undefined ? '' : ` world ${world}`}`.trim(),
    ...(state_path === undefined ? {} : { state_path }),
    ...(world === undefined ? {} : { world }),
  };
}

const textOr = (value: Value, fallback: string | undefined): string | undefined => (typeof value === 'string' && value !== '' ? value : fallback);
const inFolder = (path: string | undefined, folder: string | undefined): string | undefined =>
  path === undefined || folder === undefined ? path : resolve(folder, path);

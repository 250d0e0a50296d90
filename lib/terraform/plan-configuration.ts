/** The configuration inside a plan: which provider a resource uses, and what its unknown values wait for. */
import type { Catalogue } from '../core/catalogue';
import type { Value } from '../core/unknown';
import { unknownBecause } from './evaluate';
import { isJsonObject, type Json, own } from './json';
import { type Judging, judgingOf } from './judging';
import { type Platform, type ProviderDefaults, platformOf } from './platform';

export interface Configured {
  readonly providerKey: string | undefined;
  /** Expressions by attribute; those left out are unset. */
  readonly expressions: Json;
}

/** Modules inside each other before the plan counts as broken. */
export const MODULES_MAX = 100;

/** What the configuration says of each resource, by its address without instance keys. */
export function configuredIn(plan: Json): ReadonlyMap<string, Configured> {
  const found = new Map<string, Configured>();
  enter(own(own(plan, 'configuration'), 'root_module'), '', found, 0);
  return found;
}

function enter(module: Json | undefined, prefix: string, found: Map<string, Configured>, depth: number): void {
  if (depth > MODULES_MAX) return;
  const resources = own(module, 'resources');
  for (const resource of Array.isArray(resources) ? (resources as readonly Json[]) : []) {
    const address = own(resource, 'address');
    const key = own(resource, 'provider_config_key');
    if (typeof address === 'string') {
      found.set(prefix + address, { providerKey: typeof key === 'string' ? key : undefined, expressions: own(resource, 'expressions') ?? {} });
    }
  }
  const calls = own(module, 'module_calls');
  if (!isJsonObject(calls)) return;
  for (const [name, call] of Object.entries(calls)) enter(own(call, 'module'), `${prefix}module.${name}.`, found, depth + 1);
}

export interface PlannedProvider {
  readonly platform: Platform;
  readonly judging: Judging;
}

/** What a provider configuration says. Settings that are no constants are unknown: a plan does not tell their values. */
export function providerOfKey(
  plan: Json,
  key: string | undefined,
  input: {
    readonly catalogue: Catalogue;
    readonly edition?: string;
    readonly name: string;
    readonly folder: string;
    readonly defaults?: ProviderDefaults;
  },
): PlannedProvider {
  const provider = key === undefined ? undefined : own(own(own(plan, 'configuration'), 'provider_config'), key);
  const setting = (name: string): Value => {
    const expression = own(own(provider, 'expressions'), name);
    if (expression === undefined) return null;
    const constant = own(expression, 'constant_value');
    return constant === undefined ? unknownBecause(`${key ?? 'provider'} ${name}`) : (constant as Value);
  };
  const defaults = input.defaults ?? {};
  const settings = { tenant: null, endpoint: setting('endpoint'), state_path: setting('state_path'), world: setting('world') };
  const judging = { edition: setting('edition'), suppress: setting('suppress') };
  return {
    platform: platformOf(settings, defaults, input),
    judging: judgingOf(judging, { catalogue: input.catalogue, commanded: input.edition, fallback: defaults.edition }),
  };
}

/** What an unknown value of an attribute waits for: the references of its expression that a plan does not know. */
export function reasonsOf(configured: Configured | undefined, attribute: string, address: string): readonly string[] {
  const references = own(own(configured?.expressions, attribute), 'references');
  const texts = Array.isArray(references) ? (references as readonly Json[]).filter((each): each is string => typeof each === 'string') : [];
  const waiting = texts.filter(
    (text) =>
      !/^(var|each|count|path|terraform)\b/.test(text) && !texts.some((other) => other.startsWith(`${text}.`) || other.startsWith(`${text}[`)),
  );
  return waiting.length > 0 ? waiting : [`${address}.${attribute}`];
}

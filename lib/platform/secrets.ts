/** Values that are given with a command and never kept: in what stands, an unknown says that there is one. */
import type { Attributes } from '../core/attribute';
import { UNKNOWN, type Value, type Values } from '../core/unknown';

const secretsOf = (attrs: Attributes): string[] => Object.keys(attrs).filter((key) => attrs[key]?.writeOnly);

/** The values as they may be kept. */
export function withoutSecrets(attrs: Attributes, values: Values): Values {
  const given = secretsOf(attrs).filter((key) => (values[key] ?? null) !== null);
  return given.length === 0 ? values : { ...values, ...Object.fromEntries(given.map((key) => [key, UNKNOWN])) };
}

/** The written values where a secret that was given before is not given anew: it stays, whatever is written. */
export function withEarlierSecrets(attrs: Attributes, written: Values, prior: Values): Values {
  const version = (values: Values, key: string): Value => values[`${key}_version`] ?? null;
  const stay = secretsOf(attrs).filter((key) => (prior[key] ?? null) !== null && version(written, key) === version(prior, key));
  return stay.length === 0 ? written : { ...written, ...Object.fromEntries(stay.map((key) => [key, prior[key] ?? null])) };
}

/** What a provider block says of judging: by which edition of the catalogue, and which findings are accepted. */
import type { Catalogue } from '../core/catalogue';
import type { Finding, Undecided } from '../core/finding';
import { genericFinding } from '../core/generic/described';
import type { WrittenSuppression } from '../core/suppress';
import { isObject, isUnknown, type Unknown, type Value } from '../core/unknown';

export interface Judging {
  readonly edition: string;
  readonly suppressions: readonly WrittenSuppression[];
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
}

const SUBJECT = { resource: 'provider', type: 'provider' };

/** Where an edition comes from: the command's word stands before the provider block, the environment behind it. */
export interface EditionSources {
  readonly catalogue: Catalogue;
  readonly commanded: string | undefined;
  readonly fallback: string | undefined;
}

/** Reads `edition` and `suppress` of a provider block, evaluated; null where it leaves them out. */
export function judgingOf(written: { readonly edition: Value; readonly suppress: Value }, sources: EditionSources): Judging {
  const { edition, findings, undecided } = editionOf(written.edition, sources);
  const suppressions = suppressionsOf(written.suppress);
  return suppressions
    ? { edition, suppressions, findings, undecided }
    : { edition, suppressions: [], findings: [...findings, notAList(written.suppress)], undecided };
}

function editionOf(written: Value, { catalogue, commanded, fallback }: EditionSources): Omit<Judging, 'suppressions'> {
  const [first] = catalogue.editions;
  if (commanded !== undefined) return { edition: commanded, findings: [], undecided: [] };
  if (isUnknown(written))
    return { edition: first, findings: [], undecided: [{ code: 'SHAPE', resource: SUBJECT.resource, because: written.because }] };
  const named = written === null ? (fallback ?? first) : String(written);
  if (catalogue.editions.includes(named)) return { edition: named, findings: [], undecided: [] };
  const message = `edition is ${JSON.stringify(named.slice(0, 80))}; there are ${catalogue.editions.join(', ')}`;
  const wrong: Finding = { ...genericFinding('SHAPE'), ...SUBJECT, path: 'edition', message, fix: `edition = "${first}", or leave it out` };
  return { edition: first, findings: [wrong], undecided: [] };
}

/** Undefined where it is no list of objects. What is unknown as a whole is a suppression of which nothing is known. */
function suppressionsOf(written: Value): readonly WrittenSuppression[] | undefined {
  if (written === null) return [];
  if (isUnknown(written)) return [unknownSuppression(written)];
  const list = Array.isArray(written) ? (written as readonly Value[]) : [written];
  const read = list.map((each) => (isUnknown(each) ? unknownSuppression(each) : isObject(each) ? each : undefined));
  return read.every((each) => each !== undefined) ? read : undefined;
}

const unknownSuppression = (unknown: Unknown): WrittenSuppression => ({ code: unknown, resource: unknown, reason: unknown, expires: unknown });

const notAList = (written: Value): Finding => ({
  ...genericFinding('SHAPE'),
  ...SUBJECT,
  path: 'suppress',
  message: `suppress is ${JSON.stringify(written).slice(0, 80)}; it must be a list of objects`,
  fix: 'suppress = [{ code = "…", resource = "…", reason = "…", expires = "2026-12-31" }]',
});

/** What several provider blocks of one platform say together: the same suppression counts once, and there is one edition. */
export function together(judgings: readonly [Judging, ...Judging[]]): Judging {
  const [first] = judgings;
  const other = judgings.find(({ edition }) => edition !== first.edition);
  const suppressions = new Map(judgings.flatMap((each) => each.suppressions).map((each) => [JSON.stringify(each), each]));
  return {
    edition: first.edition,
    suppressions: [...suppressions.values()],
    findings: [...once(judgings.flatMap(({ findings }) => findings)), ...(other ? [twoEditions(first.edition, other.edition)] : [])],
    undecided: once(judgings.flatMap(({ undecided }) => undecided)),
  };
}

const once = <T>(list: readonly T[]): T[] => [...new Map(list.map((each) => [JSON.stringify(each), each])).values()];

const twoEditions = (one: string, other: string): Finding => ({
  ...genericFinding('SHAPE'),
  ...SUBJECT,
  path: 'edition',
  message: `edition is ${one} in one provider block and ${other} in another of the same platform`,
  fix: 'give all provider blocks of a platform one edition',
});

/** Terraform JSON to estates: what the constructs call at synth, and `socle check` for files and folders. */
import type { Catalogue } from '../core/catalogue';
import { Estate, type Resource } from '../core/estate';
import type { Finding, Undecided } from '../core/finding';
import type { WrittenSuppression } from '../core/suppress';
import type { World } from '../core/world';
import { aboutBlock, cutShort, undeclaredFinding, unknownType, writtenTwice } from './complaints';
import { dangles } from './completeness';
import { type Judging, together } from './judging';
import type { Platform, ProviderDefaults } from './platform';
import { Reading } from './reading';
import type { Sensitive } from './sensitive';
import { type Block, type Stack, type StackSource, stackOf } from './stack';

/** What stands, or will stand, on one platform. */
export interface PlatformEstate {
  readonly platform: Platform;
  /** The catalogue's edition that its values were derived with, and that it is to be judged with. */
  readonly edition: string;
  /** The date of judgement, where the input itself sets one. */
  readonly asOf?: string;
  /** The stock of the platform, where it has been asked. */
  readonly world?: World;
  readonly estate: Estate;
  /** Before the change, where the input tells. */
  readonly prior?: Estate;
  /** Findings that provider blocks accept, as they are written there. */
  readonly suppressions: readonly WrittenSuppression[];
  /** What nothing that is said about it may tell, where the input marks such values. */
  readonly sensitive?: Sensitive;
  /** What was found wrong while reading; it joins what the rules find. */
  readonly findings: readonly Finding[];
  /** What could not be read far enough to be judged. */
  readonly undecided: readonly Undecided[];
}

export interface EstatesInput {
  readonly catalogue: Catalogue;
  /** Edition of the catalogue that holds whatever provider blocks say; theirs unless given. */
  readonly edition?: string;
  /** `all-given`: nothing outside the stacks exists. `if-nothing-dangles`: so it is, unless an id leads outside. */
  readonly complete: 'all-given' | 'if-nothing-dangles';
  readonly stacks: readonly StackSource[];
  /** Stands where a provider block leaves a setting out. */
  readonly defaults?: ProviderDefaults;
}

interface Gathered {
  readonly platform: Platform;
  readonly judgings: Set<Judging>;
  readonly resources: Resource[];
  readonly open: Map<string, string[]>;
  readonly findings: Finding[];
  readonly undecided: Undecided[];
}

/**
 * Reads all stacks of an app. References between Socle resources, also from stack to stack, become the ids and values they
 * stand for; every other expression is unknown, with its text as the reason (a variable's default may be overridden, so
 * `var.x` is unknown too). One estate a platform, in the order in which the stacks first name one. Never throws on bad input.
 */
export function estatesOf(input: EstatesInput): PlatformEstate[] {
  const stacks = input.stacks.map(stackOf);
  const reading = new Reading(stacks, { catalogue: input.catalogue, edition: input.edition, defaults: input.defaults ?? {} });
  const byPlatform = new Map<string, Gathered>();
  for (const stack of stacks) {
    for (const block of [...stack.resources.values(), ...stack.repeated]) gather(reading, input.catalogue, stack, block, byPlatform);
  }
  const modules = stacks.some((stack) => stack.callsModules);
  return [...byPlatform.values()].map((gathered) => finish(gathered, input, modules));
}

function gather(reading: Reading, catalogue: Catalogue, stack: Stack, block: Block, byPlatform: Map<string, Gathered>): void {
  const type = reading.typeOf(block);
  if (type === undefined) return;
  const { platform, judging } = reading.provider(stack, block);
  let into = byPlatform.get(platform.key);
  if (!into) byPlatform.set(platform.key, (into = { platform, judgings: new Set(), resources: [], open: new Map(), findings: [], undecided: [] }));
  into.judgings.add(judging);
  if (!catalogue.definitions.has(type)) return void into.findings.push(unknownType(type, `?${block.address}`, catalogue, aboutBlock(block)));
  if (stack.repeated.includes(block)) return void into.findings.push(writtenTwice(block));
  const expansion = reading.expansion(stack, block);
  if ('open' in expansion) {
    into.open.set(type, [...(into.open.get(type) ?? []), ...expansion.open]);
    return void into.undecided.push(cutShort(block, expansion.open));
  }
  for (const instance of expansion.instances) {
    const resource = reading.resource(stack, block, instance);
    if (!resource) continue;
    into.resources.push(resource);
    into.findings.push(...reading.undeclaredBy(stack, block, instance).map((each) => undeclaredFinding(resource, each)));
  }
}

function finish({ platform, judgings, resources, open, findings, undecided }: Gathered, input: EstatesInput, modules: boolean): PlatformEstate {
  const dangling = dangles(input.catalogue, resources, open);
  const complete = input.complete === 'all-given' ? dangling !== 'into-the-unknown' : !modules && dangling === 'nowhere';
  const estate = new Estate(input.catalogue, complete);
  for (const resource of resources) estate.add(resource);
  for (const [type, because] of open) estate.markOpen(type, [...new Set(because)]);
  // A platform is gathered when a block names it, and every block has a provider.
  const judging = together([...judgings] as [Judging, ...Judging[]]);
  return {
    platform,
    edition: judging.edition,
    suppressions: judging.suppressions,
    estate,
    findings: [...findings, ...judging.findings],
    undecided: [...undecided, ...judging.undecided],
  };
}

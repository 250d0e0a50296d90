/** What a command reads: files and folders, each over the platform that is named or that it leads to. */
import { statSync } from 'node:fs';
import type { Catalogue } from '../core/catalogue';
import { estatesOfCases } from '../terraform/cases';
import { type EstatesInput, estatesOf, type PlatformEstate } from '../terraform/estates';
import { type Input, readInput } from '../terraform/input';
import { InputError } from '../terraform/input-error';
import { estatesOfPlan } from '../terraform/plan';
import { providerDefaults } from './environment';
import type { Terminal } from './terminal';

export interface InputOptions {
  readonly complete?: boolean;
  /** Lays the input over the platform on this file; `true`: over the one that each provider block leads to. */
  readonly platform?: string | true;
  /** Edition of the catalogue; the provider block's unless given. */
  readonly edition?: string;
}

/** Reads files and folders; `cdktf.out` or the present folder where none is named. Throws `InputError`. */
export async function readEstates(
  catalogue: Catalogue,
  paths: readonly string[],
  options: InputOptions,
  terminal: Terminal,
): Promise<readonly PlatformEstate[]> {
  const { inputs, platform } = sorted(paths, options);
  const estates = estatesIn(inputs.map(readInput), {
    catalogue,
    ...editionNamed(options.edition, catalogue),
    complete: options.complete ? 'all-given' : 'if-nothing-dangles',
    defaults: providerDefaults(terminal.env),
  });
  return platform === undefined ? estates : overPlatforms(estates, platform, catalogue, terminal);
}

/** Every estate over the platform that is named, or that its own provider block leads to. */
async function overPlatforms(
  estates: readonly PlatformEstate[],
  named: string | true,
  catalogue: Catalogue,
  terminal: Terminal,
): Promise<PlatformEstate[]> {
  const { onPlatform, statePathFor } = require('./cli-platform') as typeof import('./cli-platform');
  const { layOver } = require('../review/lay-over') as typeof import('../review/lay-over');
  const over: PlatformEstate[] = [];
  for (const each of estates) {
    const { endpoint, state_path } = each.platform;
    if (named === true && endpoint !== undefined)
      throw new InputError(`endpoint is ${endpoint}, and only the embedded platform can be asked`, 'name its file: --platform=PATH');
    const path = statePathFor(named === true ? state_path : named, terminal);
    over.push(await onPlatform(path, (client) => layOver(each, catalogue, client)));
  }
  return over;
}

/** `--platform cdktf.out` means the folder: no platform is a folder or a JSON file. */
export function sorted(
  paths: readonly string[],
  { platform }: InputOptions,
): { readonly inputs: readonly string[]; readonly platform: string | true | undefined } {
  const taken = typeof platform === 'string' && (platform.endsWith('.json') || isFolder(platform));
  const inputs = taken ? [platform, ...paths] : paths;
  return { inputs: inputs.length > 0 ? inputs : [isFolder('cdktf.out') ? 'cdktf.out' : '.'], platform: taken ? true : platform };
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Configurations are read together, since references lead from one to another; plans and cases stand for themselves. */
function estatesIn(inputs: readonly Input[], options: Omit<EstatesInput, 'stacks'>): PlatformEstate[] {
  const stacks = inputs.flatMap((input) => (input.kind === 'stacks' ? input.stacks : []));
  const names = new Map<string, number>();
  const named = stacks.map((stack) => {
    const seen = names.get(stack.name) ?? 0;
    names.set(stack.name, seen + 1);
    return seen === 0 ? stack : { ...stack, name: `${stack.name} (${seen + 1})` };
  });
  const others = inputs.flatMap((input) => {
    if (input.kind === 'plan') return estatesOfPlan({ ...options, ...input });
    return input.kind === 'cases' ? estatesOfCases(input.json, input.name, options) : [];
  });
  return [...(named.length > 0 ? estatesOf({ ...options, stacks: named }) : []), ...others];
}

export function editionNamed(edition: string | undefined, catalogue: Catalogue): { readonly edition?: string } {
  if (edition === undefined) return {};
  if (catalogue.editions.includes(edition)) return { edition };
  throw new InputError(
    `--edition ${edition} does not exist`,
    `name one of ${catalogue.editions.join(', ')}; the first holds unless a provider block names another`,
  );
}

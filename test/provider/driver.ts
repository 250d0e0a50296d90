/** Drives a provider as Terraform does: plan, a second plan where it replaces, apply, refresh; with the real platform behind it, in memory. */
import { behaviours } from '../../lib/catalogue/behaviours';
import { catalogue } from '../../lib/catalogue/complete';
import { factSources } from '../../lib/catalogue/fact-sources';
import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { functions } from '../../lib/catalogue/functions';
import type { PlatformClient } from '../../lib/client/client';
import { definitionOf } from '../../lib/core/catalogue';
import { memoryStore } from '../../lib/platform/memory-store';
import { createPlatform, type PlatformOptions } from '../../lib/platform/platform';
import { createProvider } from '../../lib/provider/provider';
import type { Diagnostic, TfObject, TfProvider, TfResource } from '../../lib/tfplugin/types';
import { configOf, type Written } from './configurations';
import { ManualTimers } from './manual-timers';

export interface Kept {
  readonly type: string;
  readonly state: TfObject;
  readonly priv: Uint8Array;
}

export interface Planned {
  readonly type: string;
  readonly action: 'create' | 'update' | 'replace' | 'none' | 'delete';
  readonly prior: Kept | undefined;
  readonly planned: TfObject | null;
  readonly config: TfObject | null;
  readonly priv: Uint8Array;
  readonly diagnostics: readonly Diagnostic[];
}

const NOTHING = new Uint8Array();
export const world = defaultWorld;

export const openPlatform = (options: Pick<PlatformOptions, 'edition'> = {}): Promise<PlatformClient> =>
  createPlatform({
    catalogue,
    behaviours,
    store: memoryStore(),
    clock: { now: () => Date.UTC(2026, 0, 31) },
    random: () => 0.5,
    defaultWorld,
    ...options,
  });

export class Driver {
  readonly timers = new ManualTimers();
  readonly infos: string[] = [];
  readonly provider: TfProvider;
  #abort = new AbortController();

  private constructor(
    readonly platform: PlatformClient,
    unused: { readonly unusedAt?: string },
  ) {
    this.provider = createProvider({
      catalogue,
      factSources,
      functions,
      connect: async () => ({ ...clientOf(platform), close: async () => undefined, ...unused }),
      after: this.timers.after,
      today: () => '2026-01-31',
      log: { info: (message) => this.infos.push(message) },
      env: {},
    });
  }

  /** A provider, configured, on a platform of its own unless one is given. */
  static async open(config: Written = {}, platform?: PlatformClient, unused: { readonly unusedAt?: string } = {}): Promise<Driver> {
    const driver = new Driver(platform ?? (await openPlatform()), unused);
    await driver.configure(config);
    return driver;
  }

  /** As each walk of Terraform begins. */
  configure(config: Written = {}) {
    this.#abort = new AbortController();
    const { attributes } = this.provider.schema;
    return this.provider.configure(
      { config: Object.fromEntries(attributes.map(({ name }) => [name, config[name] ?? null])), terraformVersion: '1.11.4' },
      this.context,
    );
  }

  get context() {
    return { signal: this.#abort.signal };
  }

  /** SIGINT: what runs or waits is aborted. */
  stop(): void {
    this.#abort.abort();
  }

  resource(type: string): TfResource {
    const resource = this.provider.resources[`socle_${type}`];
    if (!resource) throw new Error(`no socle_${type}`);
    return resource;
  }

  async validate(type: string, written: Written): Promise<readonly Diagnostic[]> {
    return (await this.resource(type).validate({ config: configOf(definitionOf(catalogue, type), written) }, this.context)).diagnostics ?? [];
  }

  /** Plans as Terraform does; `force` is -replace. */
  async plan(type: string, written: Written, prior?: Kept, force: 'replace' | 'as planned' = 'as planned'): Promise<Planned> {
    const config = configOf(definitionOf(catalogue, type), written);
    const resource = this.resource(type);
    const first = await resource.plan({ prior: prior?.state ?? null, proposed: config, config, priv: prior?.priv ?? NOTHING }, this.context);
    const diagnostics = [...(first.diagnostics ?? [])];
    const common = { type, prior, config };
    const replaces = (first.requiresReplace ?? []).length > 0 || force === 'replace';
    if (!prior || !replaces || isBroken(diagnostics)) {
      const action = prior ? (JSON.stringify(first.planned) === JSON.stringify(prior.state) ? 'none' : 'update') : 'create';
      return { ...common, action, planned: first.planned, priv: first.priv ?? NOTHING, diagnostics };
    }
    const second = await resource.plan({ prior: null, proposed: config, config, priv: first.priv ?? NOTHING }, this.context);
    // Terraform drops the warnings of this call.
    diagnostics.push(...(second.diagnostics ?? []).filter(({ severity }) => severity === 'error'));
    return { ...common, action: 'replace', planned: second.planned, priv: second.priv ?? NOTHING, diagnostics };
  }

  async planDestroy({ type, state, priv }: Kept): Promise<Planned> {
    const answer = await this.resource(type).plan({ prior: state, proposed: null, config: null, priv }, this.context);
    return {
      type,
      action: 'delete',
      prior: { type, state, priv },
      planned: null,
      config: null,
      priv: answer.priv ?? priv,
      diagnostics: answer.diagnostics ?? [],
    };
  }

  /** Applies a plan; a replacement is applied by its two halves. */
  async apply({
    type,
    prior,
    planned,
    config,
    priv,
  }: Planned): Promise<{ readonly kept: Kept | undefined; readonly diagnostics: readonly Diagnostic[] }> {
    const answer = await this.resource(type).apply({ prior: prior?.state ?? null, planned, config, priv }, this.context);
    return {
      kept: answer.state === null ? undefined : { type, state: answer.state, priv: answer.priv ?? NOTHING },
      diagnostics: answer.diagnostics ?? [],
    };
  }

  /** Plans and applies what must succeed. */
  async create(type: string, written: Written): Promise<Kept> {
    const plan = await this.plan(type, written);
    if (isBroken(plan.diagnostics)) throw new Error(JSON.stringify(plan.diagnostics));
    const { kept, diagnostics } = await this.apply(plan);
    if (!kept) throw new Error(JSON.stringify(diagnostics));
    return kept;
  }

  async refresh({ type, state, priv }: Kept): Promise<Kept | undefined> {
    const answer = await this.resource(type).read({ state, priv }, this.context);
    return answer.state === null ? undefined : { type, state: answer.state, priv: answer.priv ?? priv };
  }

  async import(type: string, id: string): Promise<{ readonly kept: Kept | undefined; readonly diagnostics: readonly Diagnostic[] }> {
    const { imported, diagnostics = [] } = await this.resource(type).import({ id }, this.context);
    const [first] = imported;
    return { kept: first && { type, state: first.state, priv: first.priv ?? NOTHING }, diagnostics };
  }
}

const isBroken = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(({ severity }) => severity === 'error');

/** The platform's methods as plain functions, so that a test may put another in the place of one. */
const clientOf = (platform: PlatformClient): PlatformClient => ({
  get: (...given) => platform.get(...given),
  list: (...given) => platform.list(...given),
  observe: (...given) => platform.observe(...given),
  dispatch: (...given) => platform.dispatch(...given),
  dispatchAll: (...given) => platform.dispatchAll(...given),
  act: (...given) => platform.act(...given),
  activity: (...given) => platform.activity(...given),
  activities: () => platform.activities(),
  preview: (...given) => platform.preview(...given),
  findings: () => platform.findings(),
  world: () => platform.world(),
  clock: () => platform.clock(),
  setClock: (...given) => platform.setClock(...given),
  advance: (...given) => platform.advance(...given),
  faults: () => platform.faults(),
  strike: (...given) => platform.strike(...given),
  mend: (...given) => platform.mend(...given),
  close: () => platform.close(),
});

/** `CODE id` of each diagnostic, with an exclamation mark where it is an error. */
export const codes = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map(({ summary, severity }) => `${summary.split(':')[0]}${severity === 'error' ? '!' : ''}`).sort();

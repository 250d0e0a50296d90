/** What lives from one ConfigureProvider to the next: the platform, the tenant, the plan so far. Nothing of it outlives the next configure. */
import type { PlatformClient } from '../client/client';
import type { Catalogue } from '../core/catalogue';
import type { WrittenSuppression } from '../core/suppress';
import type { Unknown } from '../core/unknown';
import type { ClockMode } from '../core/virtual-time';
import type { World } from '../core/world';
import type { Diagnostic } from '../tfplugin/types';
import { Acceptance } from './acceptance';
import { type After, Parking } from './parking';
import { PlanSoFar } from './plan-so-far';
import { Turnover } from './turnover';

export interface Log {
  info(message: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
}

export interface SessionParts {
  readonly catalogue: Catalogue;
  readonly client: PlatformClient;
  readonly tenant: string | Unknown;
  readonly edition: string;
  /** How the platform's clock shall go; as it goes where nothing is said. */
  readonly clock: ClockMode | undefined;
  /** Where the platform is, if nothing was ever created on it. */
  readonly unusedAt?: string;
  readonly suppressions: readonly WrittenSuppression[];
  readonly after: After;
  /** The date that rules may read, `2026-01-31`. */
  readonly today: () => string;
  readonly log: Log;
}

export class Session {
  readonly catalogue: Catalogue;
  readonly client: PlatformClient;
  readonly tenant: string | Unknown;
  readonly edition: string;
  readonly soFar: PlanSoFar;
  readonly turnover = new Turnover();
  readonly parking: Parking;
  readonly #clock: ClockMode | undefined;
  #world: Promise<World> | undefined;
  #clockIsSet: Promise<void> | undefined;
  #deferred: Diagnostic[] = [];
  #unusedAt: string | undefined;

  constructor({ catalogue, client, tenant, edition, clock, unusedAt, suppressions, after, today, log }: SessionParts) {
    this.catalogue = catalogue;
    this.client = client;
    this.tenant = tenant;
    this.edition = edition;
    this.#clock = clock;
    this.#unusedAt = unusedAt;
    this.soFar = new PlanSoFar(catalogue, new Acceptance(suppressions, today, log));
    this.parking = new Parking(after);
  }

  /** The stock; asked for once. Throws `Unavailable` where the platform does not answer, and the next call tries again. */
  world(): Promise<World> {
    this.#world ??= this.client.world().catch((error: unknown) => {
      this.#world = undefined;
      throw error;
    });
    return this.#world;
  }

  /** Before the first command of a run, the platform's clock is set to go as the provider block says; a plan writes nothing. Throws as the platform does. */
  setClock(): Promise<void> {
    this.#clockIsSet ??= this.#setClock().catch((error: unknown) => {
      this.#clockIsSet = undefined;
      throw error;
    });
    return this.#clockIsSet;
  }

  async #setClock(): Promise<void> {
    if (this.#clock === undefined) return;
    const { mode } = await this.client.clock();
    if (mode !== this.#clock) await this.client.setClock(this.#clock);
  }

  /** Keeps warnings that Terraform would drop where they came up. They are told elsewhere, so they point at no attribute. */
  defer(warnings: readonly Diagnostic[]): void {
    this.#deferred.push(...warnings.map(({ severity, summary, detail = '' }) => ({ severity, summary, detail })));
  }

  /** Where the platform is, if nothing was ever created on it; once, since one warning is enough. */
  takeUnusedAt(): string | undefined {
    const at = this.#unusedAt;
    this.#unusedAt = undefined;
    return at;
  }

  takeDeferred(): readonly Diagnostic[] {
    const deferred = this.#deferred;
    this.#deferred = [];
    return deferred;
  }
}

/** What every RPC about resources works with. */
export interface Surroundings {
  readonly catalogue: Catalogue;
  /** Throws `Unavailable` before the provider is configured. */
  readonly session: () => Session;
  /** The date that rules may read, `2026-01-31`. */
  readonly today: () => string;
  readonly log: Log;
}

/** The embedded platform: one way in, every command durable before it is acknowledged. */
import type { Behaviours } from '../core/behaviour';
import type { Catalogue } from '../core/catalogue';
import { definitionOf, definitionOfId } from '../core/catalogue';
import type { Command, Stored } from '../core/command';
import type { Finding, Judgement } from '../core/finding';
import type { Values } from '../core/unknown';
import type { World } from '../core/world';
import { carryOut } from './carry-out';
import { adopt, type Begun, begin, editionOf } from './charter';
import { storedOf } from './create';
import { hashOf } from './hash';
import { judgeAll } from './judge-all';
import { memoryStore } from './memory-store';
import { neighbourhoods } from './neighbourhood';
import { previewOf } from './preview';
import { authorise, owner, type Principal } from './principal';
import type { Scene } from './scene';
import { PlatformSite } from './site';
import { type Changed, Standing } from './standing';
import type { Change, Charter, Event, RowKey, Store, Turn } from './store';

export interface Clock {
  /** Milliseconds since 1970 in UTC. */
  readonly now: () => number;
}

export interface PlatformOptions {
  readonly catalogue: Catalogue;
  readonly behaviours: Behaviours;
  /** The platform closes it. */
  readonly store: Store;
  readonly clock: Clock;
  /** A number from 0 up to 1, as Math.random gives it. Asked only when a store is begun: all serial numbers follow from the seed kept in it. */
  readonly random: () => number;
  /** The stock that the user asked for. What the store began with stays where this is left out. */
  readonly world?: World | undefined;
  /** The edition of the offer that this opening follows; that of the last commands where this is left out. */
  readonly edition?: string | undefined;
  /** The stock of a store that is begun without one. */
  readonly defaultWorld: World;
}

export interface Platform {
  get(id: string, options?: Turn): Promise<Stored | undefined>;
  list(type: string, options?: Turn & { readonly tenant?: string }): Promise<readonly Stored[]>;
  observe(id: string): Promise<Values>;
  dispatch(command: Command, options?: Turn & { readonly principal?: Principal }): Promise<Stored | undefined>;
  preview(commands: readonly Command[]): Promise<readonly Finding[]>;
  findings(): Promise<Judgement>;
  world(): Promise<World>;
  /** The log after a revision, oldest first. */
  events(after: number, limit: number): Promise<readonly Event[]>;
  /** The same state has the same hash, wherever and however it came about. */
  hash(): Promise<string>;
  /** A throw-away copy in memory: what happens to it does not happen here. */
  fork(): Promise<Platform>;
  close(): Promise<void>;
}

/** Opens a platform on a store, and begins it where the store is empty. Throws `Unavailable` where its stock no longer covers what stands. */
export async function createPlatform(options: PlatformOptions): Promise<Platform> {
  return new EmbeddedPlatform(options, await begin(options));
}

class EmbeddedPlatform implements Platform {
  private readonly standing: Standing;
  private readonly near: ReadonlyMap<string, ReadonlySet<string>>;

  private charter: Charter;
  private editionIsNoted = false;

  constructor(
    private readonly options: PlatformOptions,
    begun: Begun,
  ) {
    this.standing = new Standing(options.catalogue);
    this.standing.revision = begun.revision;
    this.charter = begun.charter;
    this.near = neighbourhoods(options.catalogue, options.behaviours);
  }

  async get(id: string, { signal }: Turn = {}): Promise<Stored | undefined> {
    signal?.throwIfAborted();
    const definition = definitionOfId(this.options.catalogue, id);
    const row = definition && (await this.options.store.read({ type: definition.type, id }));
    return row && storedOf(row);
  }

  async list(type: string, { tenant, signal }: Turn & { readonly tenant?: string } = {}): Promise<readonly Stored[]> {
    signal?.throwIfAborted();
    const rows = await this.options.store.collection(type);
    return rows.filter((row) => tenant === undefined || row.values['tenant'] === tenant).map(storedOf);
  }

  async observe(id: string): Promise<Values> {
    const definition = definitionOfId(this.options.catalogue, id);
    if (!definition) return {};
    return this.look([definition.type], async (scene) => {
      const row = scene.standing.row(id);
      const observed = row ? scene.behaviours[row.type]?.observe?.(row.values, new PlatformSite(scene)) : undefined;
      return observed ?? {};
    });
  }

  async dispatch(command: Command, { principal = owner, signal }: Turn & { readonly principal?: Principal } = {}): Promise<Stored | undefined> {
    authorise(principal, command);
    await this.noteEdition();
    const { standing } = this;
    let seen = 0;
    const work = async (revision: number) => {
      // What the turn before tried is kept by now: where it was not, it has been undone.
      standing.keep();
      seen = standing.revision;
      const scene = await this.scene(revision, [command.type]);
      seen = revision;
      const result = carryOut(scene, command);
      const change = changeOf(scene, command, result?.id, principal, standing.changedSince(0));
      if (change) standing.revision = change.event.revision;
      return { result, change };
    };
    const undo = (): void => {
      standing.undo(0);
      standing.revision = seen;
    };
    return this.options.store.change({ work, undo }, { signal });
  }

  preview(commands: readonly Command[]): Promise<readonly Finding[]> {
    const types = commands.map((command) => command.type);
    return this.look(types, async (scene) => previewOf(scene, commands));
  }

  findings(): Promise<Judgement> {
    return this.look(this.types(), async (scene) => judgeAll(scene));
  }

  world(): Promise<World> {
    return this.look([], async (scene) => scene.world);
  }

  events(after: number, limit: number): Promise<readonly Event[]> {
    return this.options.store.events(after, limit);
  }

  hash(): Promise<string> {
    return this.look(this.types(), async (scene) => hashOf(scene.standing.all()));
  }

  async fork(): Promise<Platform> {
    const store = await this.look(this.types(), async ({ standing }) =>
      memoryStore({ charter: this.charter, rows: standing.all(), revision: standing.revision }),
    );
    return createPlatform({ ...this.options, store, world: undefined });
  }

  close(): Promise<void> {
    return this.options.store.close();
  }

  /** A look writes nothing, so the edition is noted with the first command; once, so that two openings do not take turns. */
  private async noteEdition(): Promise<void> {
    const { edition } = this.options;
    if (edition === undefined || this.editionIsNoted) return;
    if (this.charter.edition !== edition) await adopt(this.options, edition);
    this.editionIsNoted = true;
  }

  private types(): string[] {
    return [...this.options.catalogue.definitions.keys()];
  }

  private look<T>(types: readonly string[], work: (scene: Scene) => Promise<T>): Promise<T> {
    return this.options.store.look(async (revision) => work(await this.scene(revision, types)));
  }

  /** What stands at a revision, with all that commands on these types look at. What others wrote since is taken over. */
  private async scene(revision: number, types: readonly string[]): Promise<Scene> {
    const { catalogue, behaviours, store, clock } = this.options;
    if (revision !== this.standing.revision) await this.catchUp(revision);
    for (const type of types) {
      definitionOf(catalogue, type);
      for (const near of this.near.get(type) ?? []) if (!this.standing.holds(near)) this.standing.load(near, await store.collection(near));
    }
    return {
      catalogue,
      behaviours,
      standing: this.standing,
      world: this.charter.world,
      edition: editionOf(this.options, this.charter),
      seed: this.charter.seed,
      revision: revision + 1,
      now: clock.now(),
    };
  }

  private async catchUp(revision: number): Promise<void> {
    const { rows, gone, charter } = await this.options.store.news(this.standing.revision);
    for (const { id } of gone) this.standing.forget(id);
    for (const row of rows) this.standing.reload(row);
    if (charter) this.charter = (await this.options.store.charter()) ?? this.charter;
    this.standing.revision = revision;
  }
}

/** What a command changed, as it is kept; undefined where nothing is different. */
function changeOf(
  scene: Scene,
  command: Command,
  created: string | undefined,
  principal: Principal,
  changed: readonly Changed[],
): Change | undefined {
  if (changed.length === 0) return undefined;
  const id = command.kind === 'create' ? created : command.id;
  if (id === undefined) throw new Error('a creation without a resource');
  const keys = changed.flatMap(({ before, after }): RowKey[] => [before ?? after].flatMap((row) => (row ? { type: row.type, id: row.id } : [])));
  return {
    event: {
      revision: scene.revision,
      at: scene.now,
      principal: principal.name,
      kind: command.kind,
      type: command.type,
      id,
      touched: keys.filter((key) => key.id !== id),
    },
    written: changed.flatMap(({ after }) => after ?? []),
    removed: changed.flatMap(({ before, after }) => (before && !after ? { type: before.type, id: before.id } : [])),
  };
}

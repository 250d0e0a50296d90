/** The ground of a platform: what stands, as its store last held it, and the one way to look at it and to write to it. */
import { definitionOf } from '../core/catalogue';
import type { Fault } from '../core/fault';
import type { ClockState } from '../core/virtual-time';
import type { SceneAt } from './advance';
import { faultsOf } from './broken';
import { adopt, type Begun, editionOf } from './charter';
import { CLOCK_ID, clockAt } from './clock';
import { LEDGERS } from './ledger';
import { changeOf } from './line';
import { neighbourhoods } from './neighbourhood';
import { newScene } from './new-scene';
import type { PlatformOptions } from './platform';
import type { Scene } from './scene';
import { Standing } from './standing';
import type { Change, Charter, Event, Turn } from './store';

/** On what some work is done: scenes of the lines to come, and what the clock shows. */
interface Workplace extends ClockState {
  readonly sceneAt: SceneAt;
}

interface Worked<T> {
  readonly result: T;
  readonly lines: readonly Event[];
}

export class Ground {
  private standing: Standing;
  private readonly near: ReadonlyMap<string, ReadonlySet<string>>;
  private editionIsNoted = false;
  charter: Charter;

  constructor(
    private readonly options: PlatformOptions,
    begun: Begun,
  ) {
    this.standing = new Standing(options.catalogue);
    this.standing.revision = begun.revision;
    this.charter = begun.charter;
    this.near = neighbourhoods(options.catalogue, options.behaviours);
  }

  /** A look writes nothing, so the edition is noted with the first command; once, so that two openings do not take turns. */
  async noteEdition(): Promise<void> {
    const { edition } = this.options;
    if (edition === undefined || this.editionIsNoted) return;
    if (this.charter.edition !== edition) await adopt(this.options, edition);
    this.editionIsNoted = true;
  }

  types(): string[] {
    return [...this.options.catalogue.definitions.keys()];
  }

  faultsSeen(): readonly Fault[] {
    return faultsOf({ standing: this.standing });
  }

  look<T>(types: readonly string[], work: (scene: Scene, last: number) => Promise<T>): Promise<T> {
    return this.options.store.look(async (revision, last) => work(await this.scene({ revision, last }, types), last));
  }

  /** Writes what some work changes, in one durable step; nothing of it stands where it throws. */
  write<T>(types: readonly string[], turn: Turn, work: (place: Workplace) => Worked<T>): Promise<T> {
    let standing = this.standing;
    let seen = 0;
    let handedOver = false;
    const task = async (revision: number, last: number): Promise<{ change: Change | undefined; result: T }> => {
      standing = this.standing;
      // What the turn before tried is kept, or stands and falls with this: where neither is so, it has been undone.
      standing.keep();
      seen = standing.revision;
      const scene = await this.scene({ revision, last }, types);
      seen = revision;
      const sceneAt: SceneAt = (line, now) =>
        newScene({ ...scene, revision: scene.revision + line, now, advanced: scene.advanced + Math.max(0, now - scene.now) });
      const { lines, result } = work({ sceneAt, now: scene.now, mode: scene.mode });
      const change = changeOf(lines, standing.changedSince(0));
      if (change) standing.revision = revision + lines.length;
      handedOver = true;
      return { result, change };
    };
    const undo = (): void => {
      // What others have built on since cannot be taken from under them: all of it is read anew from the store.
      if (handedOver) this.standing = new Standing(this.options.catalogue);
      else standing.undo(0);
      this.standing.revision = seen;
    };
    return this.options.store.change({ work: task, undo }, turn);
  }

  /** What stands at a revision, with all that commands on these types look at. What others wrote since is taken over. */
  private async scene({ revision, last }: { readonly revision: number; readonly last: number }, types: readonly string[]): Promise<Scene> {
    const { catalogue, behaviours, clock } = this.options;
    if (revision !== this.standing.revision) await this.catchUp(revision);
    for (const type of types) {
      definitionOf(catalogue, type);
      for (const near of this.near.get(type) ?? []) if (!this.standing.holds(near)) await this.load(near);
    }
    for (const ledger of LEDGERS) if (!this.standing.holds(ledger)) await this.load(ledger);
    return newScene({
      catalogue,
      behaviours,
      standing: this.standing,
      world: this.charter.world,
      edition: editionOf(this.options, this.charter),
      seed: this.charter.seed,
      revision: revision + 1,
      ...clockAt(this.standing.ledger('.clock').get(CLOCK_ID), clock.now(), last),
    });
  }

  private async load(type: string): Promise<void> {
    this.standing.load(type, await this.options.store.collection(type));
  }

  private async catchUp(revision: number): Promise<void> {
    const { rows, gone, charter } = await this.options.store.news(this.standing.revision);
    for (const key of gone) this.standing.forget(key);
    for (const row of rows) this.standing.reload(row);
    if (charter) this.charter = (await this.options.store.charter()) ?? this.charter;
    this.standing.revision = revision;
  }
}

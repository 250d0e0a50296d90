/** What behaviours see of the platform. */
import type { Runtimes, Site } from '../core/behaviour';
import type { Resource } from '../core/estate';
import type { Fault } from '../core/fault';
import type { NounName, Nouns } from '../core/resource';
import type { World } from '../core/world';
import { dueAt } from './agenda';
import { faultsOf } from './broken';
import type { Scene } from './scene';

/** The values of a resource under its type's name; the shape of each was checked when it was written. */
const noun = <T extends NounName>(resource: Resource): Nouns[T] => resource.values as unknown as Nouns[T];

/** In the order of ids: the order in which they came into memory differs between who did a thing and who read it from the store. */
const inOrder = (resources: Iterable<Resource>): Resource[] => [...resources].sort((a, b) => (a.id < b.id ? -1 : 1));

/** What can be seen of what stands. */
export class PlatformSite implements Site {
  constructor(protected readonly scene: Scene) {}

  get world(): World {
    return this.scene.world;
  }

  get now(): number {
    return this.scene.now;
  }

  get advanced(): number {
    return this.scene.advanced;
  }

  get<T extends NounName>(type: T, id: string): Nouns[T] | undefined {
    const found = this.scene.standing.estate.get(id);
    return found?.type === type ? noun<T>(found) : undefined;
  }

  all<T extends NounName>(type: T): Nouns[T][] {
    return inOrder(this.scene.standing.estate.ofType(type)).map(noun<T>);
  }

  holding<T extends NounName>(type: T, path: string, value: string): Nouns[T][] {
    return inOrder(this.scene.standing.estate.holding(type, path, value)).map(noun<T>);
  }

  get faults(): readonly Fault[] {
    return faultsOf(this.scene).filter((fault) => fault.active);
  }

  dueAt<T extends NounName>(type: T, id: string, what: string): number | undefined {
    return dueAt(this.scene, { type, id }, what);
  }

  runtime<T extends keyof Runtimes & NounName>(type: T, id: string): Runtimes[T] | undefined {
    const row = this.scene.standing.row(id);
    return row?.type === type && row.runtime !== null ? (row.runtime as unknown as Runtimes[T]) : undefined;
  }
}

/** What behaviours see of the platform, and what they may do to it. */
import type { Deed, Runtimes, Site } from '../core/behaviour';
import type { Resource } from '../core/estate';
import type { Finding } from '../core/finding';
import { sourceText } from '../core/judge';
import type { NounName, Nouns } from '../core/resource';
import type { Values } from '../core/unknown';
import type { World } from '../core/world';
import { type Scene, serial } from './scene';
import { refusalOf } from './verdict';

/** The values of a resource under its type's name; the shape of each was checked when it was written. */
const noun = <T extends NounName>(resource: Resource): Nouns[T] => resource.values as unknown as Nouns[T];

/** What can be seen of what stands. */
export class PlatformSite implements Site {
  constructor(protected readonly scene: Scene) {}

  get world(): World {
    return this.scene.world;
  }

  get now(): number {
    return this.scene.now;
  }

  get<T extends NounName>(type: T, id: string): Nouns[T] | undefined {
    const found = this.scene.standing.estate.get(id);
    return found?.type === type ? noun<T>(found) : undefined;
  }

  all<T extends NounName>(type: T): Nouns[T][] {
    return Array.from(this.scene.standing.estate.ofType(type), noun<T>);
  }

  holding<T extends NounName>(type: T, path: string, value: string): Nouns[T][] {
    return Array.from(this.scene.standing.estate.holding(type, path, value), noun<T>);
  }

  runtime<T extends keyof Runtimes & NounName>(type: T, id: string): Runtimes[T] | undefined {
    const row = this.scene.standing.row(id);
    return row?.type === type && row.runtime !== null ? (row.runtime as unknown as Runtimes[T]) : undefined;
  }
}

/** The deed of a command on one resource. */
export class PlatformDeed extends PlatformSite implements Deed {
  constructor(
    scene: Scene,
    private readonly subject: Pick<Resource, 'id' | 'type'>,
  ) {
    super(scene);
  }

  remember<T extends keyof Runtimes & NounName>(_type: T, id: string, runtime: Runtimes[T]): void {
    const { standing } = this.scene;
    const row = standing.row(id);
    if (!row) throw new Error(`nothing to remember about ${id}: it does not exist`);
    standing.put({ ...row, runtime: runtime as unknown as Values });
  }

  serial(label: string, digits: number): string {
    return serial(this.scene, `${this.subject.id} ${label}`, digits);
  }

  refuse(said: Parameters<Deed['refuse']>[0]): never {
    throw refusalOf(this.scene, [ruledFinding(this.scene, this.subject, said)]);
  }
}

/** A finding under the code of a rule of the catalogue, which gives its title and source. */
function ruledFinding(scene: Scene, subject: Pick<Resource, 'id' | 'type'>, said: Parameters<Deed['refuse']>[0]): Finding {
  const rule = scene.catalogue.rules.find((each) => each.code === said.code);
  if (!rule) throw new Error(`no rule has the code ${said.code}`);
  return { ...said, class: 'refused', severity: 'error', title: rule.title, source: sourceText(rule), resource: subject.id, type: subject.type };
}

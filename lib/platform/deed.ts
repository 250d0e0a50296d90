/** What behaviours may do to the platform. */
import type { Deed, Runtimes } from '../core/behaviour';
import type { Command, Stored } from '../core/command';
import type { Resource } from '../core/estate';
import type { Finding } from '../core/finding';
import { sourceText } from '../core/judge';
import type { NounName } from '../core/resource';
import type { Values } from '../core/unknown';
import { plan, settle } from './agenda';
import { type Scene, serial } from './scene';
import { PlatformSite } from './site';
import { refusalOf } from './verdict';

/** The deed of a command on one resource. */
export class PlatformDeed extends PlatformSite implements Deed {
  constructor(
    scene: Scene,
    private readonly subject: Pick<Resource, 'id' | 'type'>,
  ) {
    super(scene);
  }

  remember<T extends keyof Runtimes & NounName>(_type: T, id: string, runtime: Partial<Runtimes[T]>): void {
    const { standing } = this.scene;
    const row = standing.row(id);
    if (!row) throw new Error(`nothing to remember about ${id}: it does not exist`);
    standing.put({ ...row, runtime: { ...row.runtime, ...(runtime as unknown as Values) } });
  }

  plan<T extends NounName>(type: T, id: string, what: string, at: number | null): void {
    plan(this.scene, { type, id }, what, at);
  }

  settle<T extends NounName>(type: T, id: string, what: string, afterMs: number): void {
    settle(this.scene, { type, id }, what, afterMs);
  }

  command(command: Command): Stored | undefined {
    return this.scene.carryOut(command);
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
  const coded = scene.catalogue.rules.filter((each) => each.code === said.code);
  const own = coded.filter((each) => each.on === subject.type);
  const rule = own.find((each) => each.reads.includes(said.path)) ?? own[0] ?? coded[0];
  if (!rule) throw new Error(`no rule has the code ${said.code}`);
  return { ...said, class: 'refused', severity: 'error', title: rule.title, source: sourceText(rule), resource: subject.id, type: subject.type };
}

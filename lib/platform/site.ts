/** What behaviours see of the platform, and what they may do to it. */
import type { Deed, Runtimes, Site } from '../core/behaviour';
import type { Resource } from '../core/estate';
import type { Finding } from '../core/finding';
import { sourceText } from '../core/judge';
import type { NounName, Nouns } from '../core/resource';
import type { Values } from '../core/unknown';
import { type Scene, serial } from './scene';
import { refusalOf } from './verdict';

/** The values of a resource under its type's name; the shape of each was checked when it was written. */
const noun = <T extends NounName>(resource: Resource): Nouns[T] => resource.values as unknown as Nouns[T];

export function siteOf(scene: Scene): Site {
  const { estate } = scene.standing;
  return {
    world: scene.world,
    now: scene.now,
    get: <T extends NounName>(type: T, id: string) => {
      const found = estate.get(id);
      return found?.type === type ? noun<T>(found) : undefined;
    },
    all: <T extends NounName>(type: T) => [...estate.ofType(type)].map((resource) => noun<T>(resource)),
    holding: <T extends NounName>(type: T, path: string, value: string) =>
      [...estate.holding(type, path, value)].map((resource) => noun<T>(resource)),
    runtime: <T extends keyof Runtimes & NounName>(type: T, id: string) => {
      const row = scene.standing.row(id);
      return row?.type === type && row.runtime !== null ? (row.runtime as unknown as Runtimes[T]) : undefined;
    },
  };
}

/** The deed of a command on one resource. */
export function deedOf(scene: Scene, subject: Pick<Resource, 'id' | 'type'>): Deed {
  return {
    ...siteOf(scene),
    remember: (_type, id, runtime) => {
      const row = scene.standing.row(id);
      if (!row) throw new Error(`nothing to remember about ${id}: it does not exist`);
      scene.standing.put({ ...row, runtime: runtime as unknown as Values });
    },
    serial: (label, digits) => serial(scene, `${subject.id} ${label}`, digits),
    refuse: (said) => {
      throw refusalOf(scene, [ruledFinding(scene, subject, said)]);
    },
  };
}

/** A finding under the code of a rule of the catalogue, which gives its title and source. */
function ruledFinding(scene: Scene, subject: Pick<Resource, 'id' | 'type'>, said: Parameters<Deed['refuse']>[0]): Finding {
  const rule = scene.catalogue.rules.find((each) => each.code === said.code);
  if (!rule) throw new Error(`no rule has the code ${said.code}`);
  return { ...said, class: 'refused', severity: 'error', title: rule.title, source: sourceText(rule), resource: subject.id, type: subject.type };
}

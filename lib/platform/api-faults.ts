/** A platform whose API answers late or fails, as faults of the kind `api` make it: by chance, which is drawn from their seed. */
import { createHash } from 'node:crypto';
import type { Catalogue } from '../core/catalogue';
import { definitionOfId } from '../core/catalogue';
import { type Command, Troubled } from '../core/command';
import type { Fault } from '../core/fault';
import type { Platform } from './platform';

export interface TroubleParts {
  readonly catalogue: Catalogue;
  /** Ends after some milliseconds, or throws when the signal says so. */
  readonly wait: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

type Kind = 'read' | 'act' | Command['kind'];

/** What is asked; `id` is empty where it is about no resource in particular. */
interface Asked {
  readonly kind: Kind;
  readonly type: string | null;
  readonly id: string;
}

/** Longest that an answer waits, however many faults delay it, in milliseconds. */
const DELAY_MAX_MS = 60_000;
/** Requests whose number is remembered; beyond that all of them count from one again. */
const COUNTED_MAX = 100_000;
const DRAW_BYTES = 6;

/**
 * The platform as callers meet it. The n-th time that one thing is asked meets one fate, in whatever order different things are
 * asked. Time, faults, the log and copies answer always, so that a fault can be mended. What another process breaks is met from
 * the next look or command on.
 */
export function troubled(platform: Platform, parts: TroubleParts): Platform {
  const trouble = new Trouble(platform, parts);
  const typeOf = (id: string): string | null => definitionOfId(parts.catalogue, id)?.type ?? null;
  const read = (type: string | null = null, id = ''): Asked => ({ kind: 'read', type, id });
  const met = async <T>(asked: readonly Asked[], signal: AbortSignal | undefined, answer: () => Promise<T>): Promise<T> => {
    await trouble.meet(asked, signal);
    return answer();
  };
  return {
    get: (id, by) => met([read(typeOf(id), id)], by?.signal, () => platform.get(id, by)),
    list: (type, by) => met([read(type)], by?.signal, () => platform.list(type, by)),
    observe: (id) => met([read(typeOf(id), id)], undefined, () => platform.observe(id)),
    dispatch: (command, by) => met([askedBy(command)], by?.signal, () => platform.dispatch(command, by)),
    dispatchAll: (commands, by) => met(commands.map(askedBy), by?.signal, () => platform.dispatchAll(commands, by)),
    act: (order, by) => met([{ kind: 'act', type: order.type, id: order.id }], by?.signal, () => platform.act(order, by)),
    preview: (commands) => met([read()], undefined, () => platform.preview(commands)),
    findings: () => met([read()], undefined, () => platform.findings()),
    activity: (id) => platform.activity(id),
    activities: () => platform.activities(),
    world: () => platform.world(),
    edition: () => platform.edition(),
    clock: () => platform.clock(),
    setClock: (mode, by) => platform.setClock(mode, by),
    advance: (ms, by) => platform.advance(ms, by),
    faults: () => platform.faults(),
    faultsSeen: () => platform.faultsSeen(),
    strike: (order, by) => platform.strike(order, by),
    mend: (id, by) => platform.mend(id, by),
    events: (after, limit) => platform.events(after, limit),
    hash: () => platform.hash(),
    contents: () => platform.contents(),
    fork: (options) => platform.fork(options),
    close: () => platform.close(),
  };
}

const askedBy = (command: Command): Asked => ({
  kind: command.kind,
  type: command.type,
  id: command.kind === 'create' ? String(command.values['name'] ?? '') : command.id,
});

class Trouble {
  private hasLooked = false;
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly platform: Platform,
    private readonly parts: TroubleParts,
  ) {}

  /** Waits as long as faults delay these requests, which are one; throws `Troubled` where one of them fails it. */
  async meet(asked: readonly Asked[], signal: AbortSignal | undefined): Promise<void> {
    if (!this.hasLooked) await this.platform.faults();
    this.hasLooked = true;
    const faults = this.platform.faultsSeen().filter(({ kind, active }) => kind === 'api' && active);
    if (faults.length === 0) return;
    const struck = faults.filter((fault) => asked.some((each) => concerns(fault, each) && this.draws(fault, each)));
    const delay = struck.reduce((sum, { target }) => sum + Number(target['delay_ms'] ?? 0), 0);
    if (delay > 0) await this.parts.wait(Math.min(delay, DELAY_MAX_MS), signal);
    const failing = struck.find(({ target }) => target['error'] !== null);
    if (failing) throw new Troubled(Number(failing.target['error']), said(failing));
  }

  /** Whether chance lets a fault strike this request. */
  private draws({ id, target }: Fault, { kind, type, id: about }: Asked): boolean {
    const what = JSON.stringify([id, kind, type, about]);
    if (this.counts.size >= COUNTED_MAX) this.counts.clear();
    const count = (this.counts.get(what) ?? 0) + 1;
    this.counts.set(what, count);
    const digest = createHash('sha256')
      .update(JSON.stringify([target['seed'] ?? 0, kind, type, about, count]))
      .digest();
    const drawn = digest.readUIntBE(0, DRAW_BYTES) / 2 ** (8 * DRAW_BYTES);
    return drawn * 100 < Number(target['probability_percent'] ?? 100);
  }
}

const concerns = ({ target }: Fault, { kind, type }: Asked): boolean =>
  (target['kind'] ?? kind) === kind && (target['type'] === null || target['type'] === type);

function said({ id, target }: Fault): string {
  const says = `the platform answers with ${String(target['error'])}, because the fault ${id} makes it; nothing was done.`;
  return `${says}\n\nFix: try again, or mend it (socle platform fault mend ${id}).`;
}

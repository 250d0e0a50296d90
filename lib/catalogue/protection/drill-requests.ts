/** The failover of mirrors in a drill: every request is filed at once, and each copy is there when its request is done. */
import { Refusal } from '../../core/command';
import type { Stage } from '../../core/stage';
import type { Mirror } from './drill-cast';
import type { TimeLine } from './drill-moments';

/** What has become of a request: null at `ready` while it waits. */
interface Request {
  readonly mirror: Mirror;
  ready: number | null;
  refused: string | null;
}

/** The activity that ends when hosts of the standby Cpool see the copy. */
const PRESENTATION = 'presented';

/** The words of a refusal on one line; a code where it leads to a rule. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof Refusal) return error.findings.map(({ code, message }) => (code === 'SHAPE' ? message : `${code} ${message}`)).join('; ');
  throw error;
};

export class Requests {
  private readonly requests = new Map<string, Request>();

  constructor(
    private readonly stage: Stage,
    private readonly line: TimeLine,
  ) {}

  /** Asks for the failover of mirrors; one that has failed over already is ready. */
  async file(mirrors: readonly Mirror[], now: number): Promise<void> {
    for (const mirror of mirrors) {
      const request: Request = { mirror, ready: null, refused: null };
      this.requests.set(mirror.id, request);
      if (mirror.desired_role === 'failed_over') continue;
      this.line.note(now, 'failover requested', mirror.id);
      try {
        const stored = await this.stage.get(mirror.id);
        const values = { ...stored?.values, desired_role: 'failed_over' };
        await this.stage.dispatch({ kind: 'update', type: 'global_mirror_lun', id: mirror.id, values });
      } catch (error) {
        request.refused = reasonOf(error);
        this.line.note(now, `failover refused: ${request.refused}`, mirror.id);
      }
    }
    await this.look(now);
  }

  /** Looks which copies are presented by now, and which never will be. */
  async look(now: number): Promise<void> {
    const waiting = [...this.requests.values()].filter(({ ready, refused }) => ready === null && refused === null);
    if (waiting.length === 0) return;
    const activities = await this.stage.activities();
    for (const request of waiting) {
      const { id, secondary_availability_zone: zone } = request.mirror;
      const last = activities.findLast(({ subject, what }) => subject === id && what === PRESENTATION);
      if (last?.state === 'running' || last?.state === 'waiting') continue;
      if (last?.state === 'failed') {
        request.refused = last.reason ?? 'its copy could not be presented';
        this.line.note(now, `failover fails: ${request.refused}`, id);
      } else {
        request.ready = now;
        this.line.note(now, `copy presented in ${zone}`, id);
      }
    }
  }

  /** Waits for nothing any longer. */
  giveUp(now: number): void {
    for (const request of this.requests.values()) {
      if (request.ready !== null || request.refused !== null) continue;
      request.refused = 'nothing that is under way presents its copy';
      this.line.note(now, `failover does not end: ${request.refused}`, request.mirror.id);
    }
  }

  /** When all copies were there; null while one of them waits. */
  readyAt(mirrors: readonly Mirror[]): number | null {
    const times = mirrors.map(({ id }) => this.requests.get(id)?.ready ?? null);
    return times.includes(null) ? null : Math.max(...times.map(Number));
  }

  /** Why one of the copies never comes; undefined where none was refused. */
  refusal(mirrors: readonly Mirror[]): string | undefined {
    for (const { id } of mirrors) {
      const refused = this.requests.get(id)?.refused ?? null;
      if (refused !== null) return `${id} does not fail over: ${refused}`;
    }
    return undefined;
  }

  /** What became of the request for a mirror; nulls where none was filed. */
  of(id: string): { readonly ready: number | null; readonly refused: string | null } {
    return this.requests.get(id) ?? { ready: null, refused: null };
  }
}

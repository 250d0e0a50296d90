/** What a platform file must hold: everything that its writers were told is kept, carried out again on a platform in memory. */
import type { Platform } from '../../lib/platform/platform';
import type { Event } from '../../lib/platform/store';
import type { Step } from './random-commands';
import { giveStep } from './random-platform';

/** One writer: the steps that it gives to its own tenant, and what it said until it ended, or was ended. */
export interface Voice {
  readonly tenant: string;
  readonly steps: readonly Step[];
  readonly said: string;
}

/** Lines of a log that are read at once. */
const LOG_MAX = 1_000_000;

/** Steps of a writer that are, or may be, in the file. */
interface Queue {
  readonly acknowledged: Step[];
  /** Given, and not answered when the writer ended: kept as a whole, or not at all. */
  readonly open: Step | undefined;
}

export class Replay {
  private revision = 0;

  /** `memory`: a platform with the seed and the clock of the file's. `mover`: the tenant whose writer moves the clock and breaks things. */
  constructor(
    private readonly memory: Platform,
    private readonly mover: string,
  ) {}

  /**
   * Follows the log of a file from where the last call ended: every line of it must come from a step, in the order of its
   * writer; no acknowledged step may be missing. Then both platforms must be the same.
   */
  async follow(file: Platform, voices: readonly Voice[]): Promise<void> {
    const queues = new Map(voices.map((voice) => [voice.tenant, queueOf(voice)]));
    const log = await file.events(0, LOG_MAX);
    expect(log.map(({ revision }) => revision)).toEqual(log.map((_, index) => index + 1));
    this.revision = await this.reached();
    for (const event of log.filter(({ revision }) => revision > this.revision)) {
      if (event.revision > this.revision) await this.catchUp(event, queues.get(this.tenantOf(event)) ?? { acknowledged: [], open: undefined });
    }
    for (const { acknowledged } of queues.values()) for (const step of acknowledged) await this.give(step);
    expect(await this.memory.events(0, LOG_MAX)).toEqual(log);
    expect(await file.hash()).toBe(await this.memory.hash());
  }

  /** Gives a writer's steps until the line of the log is reached. */
  private async catchUp(event: Event, { acknowledged, open }: Queue): Promise<void> {
    while (this.revision < event.revision) {
      const step = acknowledged.shift() ?? open;
      if (!step) throw new Error(`nobody gave what line ${event.revision} of the log says: ${event.kind} ${event.id}`);
      const before = this.revision;
      await this.give(step);
      if (step === open && this.revision === before) throw new Error(`line ${event.revision} of the log comes from no step: ${event.id}`);
    }
  }

  /** The tenant whose writer wrote a line. Tenants that a writer makes itself begin with the name of its own. */
  private tenantOf({ kind, id }: Event): string {
    if (!['create', 'update', 'delete'].includes(kind)) return this.mover;
    return /^tenants\/([^/]+)\//.exec(id)?.[1] ?? /\/tenants\/(.+)-/.exec(id)?.[1] ?? '';
  }

  private async give(step: Step): Promise<void> {
    await giveStep(this.memory, step);
    this.revision = await this.reached();
  }

  private async reached(): Promise<number> {
    return (await this.memory.events(this.revision, LOG_MAX)).at(-1)?.revision ?? this.revision;
  }
}

function queueOf({ steps, said }: Voice): Queue {
  // A line that was cut short was not heard.
  const heard = said.slice(0, said.lastIndexOf('\n') + 1).split('\n');
  const answers = heard.filter((line) => line === 'kept' || line === 'refused');
  return {
    acknowledged: steps.slice(0, answers.length).filter((_, index) => answers[index] === 'kept'),
    open: steps[answers.length],
  };
}

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

/** A step that is in the file, or may be: `open` ones were given and not answered when the writer ended. They are kept as a whole, or not at all. */
interface Given {
  readonly step: Step;
  readonly outcome: 'kept' | 'open';
}

export class Replay {
  private revision = 0;

  /** `memory`: a platform with the seed of the file's. */
  constructor(
    private readonly memory: Platform,
    private readonly options: {
      /** The tenant whose writer moves the clock and breaks things. */
      readonly mover?: string;
      /** Lets the wall clock of `memory` show what that of the file's showed. */
      readonly setTime?: (now: number) => void;
    },
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
      this.options.setTime?.(event.at);
      if (event.revision > this.revision) await this.catchUp(event, queues.get(this.tenantOf(event)) ?? []);
    }
    for (const queue of queues.values()) for (const { step, outcome } of queue) if (outcome === 'kept') await this.give(step);
    expect((await this.memory.events(0, LOG_MAX)).map(withoutName)).toEqual(log.map(withoutName));
    expect(await file.hash()).toBe(await this.memory.hash());
  }

  /** Gives a writer's steps until the line of the log is reached. */
  private async catchUp(event: Event, queue: Given[]): Promise<void> {
    while (this.revision < event.revision) {
      const next = queue.shift();
      if (!next) throw new Error(`nobody gave what line ${event.revision} of the log says: ${event.kind} ${event.id}`);
      await this.give(next.step);
    }
  }

  /** The tenant whose writer wrote a line. Tenants that a writer makes itself begin with the name of its own. */
  private tenantOf({ kind, id }: Event): string {
    if (!['create', 'update', 'delete'].includes(kind)) return this.options.mover ?? '';
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

/** Whoever carries it out again has another name. */
const withoutName = ({ principal: _, ...event }: Event): object => event;

function queueOf({ steps, said }: Voice): Given[] {
  // A line that was cut short was not heard.
  const heard = said.slice(0, said.lastIndexOf('\n') + 1).split('\n');
  const answers = new Map(heard.map((line) => line.split(' ')).map(([answer, index]) => [Number(index), answer]));
  return steps.flatMap((step, index): Given[] => {
    const answer = answers.get(index);
    return answer === 'refused' ? [] : [{ step, outcome: answer === 'kept' ? 'kept' : 'open' }];
  });
}

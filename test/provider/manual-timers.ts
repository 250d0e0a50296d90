/** Timers that fire when the test says so. */
import type { After } from '../../lib/provider/parking';

interface Timer {
  readonly at: number;
  readonly action: () => void;
}

export class ManualTimers {
  #now = 0;
  readonly #timers = new Set<Timer>();

  readonly after: After = (ms, action) => {
    const timer = { at: this.#now + ms, action };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** Lets so many milliseconds pass, and everything that was waiting for them happen. */
  async pass(ms: number): Promise<void> {
    await settled();
    const end = this.#now + ms;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#now = next.at;
      this.#timers.delete(next);
      next.action();
      await settled();
    }
    this.#now = end;
  }

  #next(end: number): Timer | undefined {
    return [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

/** Everything that needs no further event has happened. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

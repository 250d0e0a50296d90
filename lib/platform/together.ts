/** Changes that wait at the same time share one turn, and with it one commit. Each of them is still done wholly or not at all. */
import { setImmediate } from 'node:timers/promises';
import type { Change, Task, Turn } from './store';
import { closed, full, type Turns, WAITING_MAX } from './turns';

/** Changes that share one commit at most: others, of this process and elsewhere, get their turn after it. */
const TOGETHER_MAX = 64;

/** A change that waits: its task, and who is told what came of it. */
export interface Waiting {
  readonly turn: Turn;
  readonly work: (revision: number, at: number) => Promise<Change | undefined>;
  readonly undo: () => void;
  /** Tells what `work` came to, once that is kept. */
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

export class Together {
  /** Those that still take more along, since nothing else waits behind them. */
  private open: Waiting[] | undefined;
  private count = 0;

  /** `commit` tells each of the changes what came of it, and does not throw. */
  constructor(
    private readonly turns: Turns,
    private readonly commit: (changes: readonly Waiting[]) => Promise<void>,
  ) {}

  give<T>(task: Task<T>, turn: Turn): Promise<T> {
    if (this.turns.isClosed) return Promise.reject(closed());
    if (this.count >= WAITING_MAX) return Promise.reject(full());
    return new Promise((resolve, reject) => {
      let result: T;
      const work = async (revision: number, at: number): Promise<Change | undefined> => {
        const worked = await task.work(revision, at);
        result = worked.result;
        return worked.change;
      };
      this.join({ turn, work, undo: task.undo, done: () => resolve(result), failed: reject });
    });
  }

  /** What is given from now on has its turn after what was given before. */
  part(): void {
    this.open = undefined;
  }

  private join(change: Waiting): void {
    this.count += 1;
    if (this.open && this.open.length < TOGETHER_MAX) {
      this.open.push(change);
      return;
    }
    const together = [change];
    this.open = together;
    this.turns
      .run(() => this.begin(together))
      .catch((error: unknown) => {
        // No turn is given any more.
        this.take(together);
        for (const each of together) each.failed(error);
      });
  }

  private async begin(together: readonly Waiting[]): Promise<void> {
    // A commit holds up the whole process: what has arrived meanwhile, on other connections, is heard first and comes along.
    await setImmediate();
    this.take(together);
    return this.commit(together);
  }

  private take(together: readonly Waiting[]): void {
    if (this.open === together) this.open = undefined;
    this.count -= together.length;
  }
}

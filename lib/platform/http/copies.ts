/** Work on copies of the platform takes memory and time, so only so much of it is done at a time. */
import { COPIES_MAX } from './bounds';
import { Problem } from './problem';

const RETRY_SECONDS = '5';

export class Copies {
  private running = 0;

  /** Does work on a copy. Throws where too much of it is done already. */
  async work<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= COPIES_MAX)
      throw new Problem('unavailable', `${COPIES_MAX} plans and drills are worked on already`, {
        fix: 'try again in a moment',
        retryable: true,
        headers: { 'retry-after': RETRY_SECONDS },
      });
    this.running += 1;
    try {
      return await work();
    } finally {
      this.running -= 1;
    }
  }
}

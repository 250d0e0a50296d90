/** How often a client may ask: a bucket for each that fills as time passes, by the clock that the server is given. */
import rateLimit, { type FastifyRateLimitStore, type RateLimitOptions } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RATE_DEFAULT, RATED_MAX } from './bounds';
import type { ServerOptions } from './options';
import { Problem } from './problem';

/** How much of a bucket is used, and when that was so. */
interface Bucket {
  readonly used: number;
  readonly at: number;
}

type Answer = (error: Error | null, result?: { current: number; ttl: number }) => void;

/** Buckets as the library asks for them. `timeWindow` is the time in which a full bucket empties. */
class Buckets implements FastifyRateLimitStore {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly now: () => number) {}

  incr(key: string, answer: Answer, timeWindow: number, max: number): void {
    const now = this.now();
    const before = this.buckets.get(key);
    const perMs = max / timeWindow;
    const left = Math.max(0, (before?.used ?? 0) - Math.max(0, now - (before?.at ?? now)) * perMs);
    const used = left + 1 > max ? left : left + 1;
    this.buckets.delete(key);
    this.buckets.set(key, { used, at: now });
    // Whoever asked longest ago has an empty bucket by now, or is one of very many.
    if (this.buckets.size > RATED_MAX) for (const oldest of this.buckets.keys()) if (this.buckets.delete(oldest)) break;
    answer(null, { current: left + 1 > max ? max + 1 : Math.ceil(used), ttl: Math.max(0, (left + 1 - max) / perMs) });
  }

  child(): FastifyRateLimitStore {
    return new Buckets(this.now);
  }
}

/** Bounds what each client asks: by its credential where it has shown one, by its address elsewhere. */
export async function boundTheRate(server: FastifyInstance, { clock, rate = RATE_DEFAULT }: ServerOptions): Promise<void> {
  await server.register(rateLimit, {
    max: rate.burst,
    timeWindow: Math.ceil((rate.burst / rate.perSecond) * 1000),
    keyGenerator: (request: FastifyRequest) => (request.caller ? `client ${request.caller.name}` : `address ${request.ip}`),
    store: class extends Buckets {
      constructor() {
        super(clock.now);
      }
    },
    errorResponseBuilder: (_request, { ttl }) => tooMany(ttl),
  });
}

/** A bound of its own for a route that asks nobody who they are. */
export const rateByAddress = (max: number, seconds: number): RateLimitOptions => ({
  max,
  timeWindow: seconds * 1000,
  keyGenerator: (request: FastifyRequest) => `address ${request.ip}`,
});

const tooMany = (ttlMs: number): Problem =>
  new Problem('too_many', 'this client asks more often than this server answers', {
    fix: 'wait as long as retry-after says, and ask less often',
    retryable: true,
    headers: { 'retry-after': String(Math.max(1, Math.ceil(ttlMs / 1000))) },
  });

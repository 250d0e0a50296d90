/** Listeners to the log: each gets its lines as server-sent events, as long as its token serves and it reads what it gets. */
import type { FastifyReply } from 'fastify';
import { HEARTBEAT_MS, LISTENER_BACKLOG_MAX, LISTENERS_MAX, LISTENING_MS, PAGE_MAX } from './bounds';
import type { ServerOptions } from './options';
import type { Caller } from './permissions';
import { Problem } from './problem';
import { eventBody } from './representation';
import { seenEvents } from './seen-events';

interface Listener {
  readonly caller: Caller;
  readonly socket: FastifyReply['raw'];
  /** The revision up to which it has heard everything. */
  upTo: number;
  /** When it heard anything last. */
  heardAt: number;
}

export class EventStream {
  private readonly listeners = new Set<Listener>();
  /** Calls off the next turn, while it is waited for. */
  private callOff: (() => void) | undefined;
  private isTurning = false;
  private closed = false;

  constructor(private readonly options: ServerOptions) {}

  /** Takes over an answer and tells it everything after a revision, from now on. */
  add(reply: FastifyReply, caller: Caller, after: number): void {
    if (this.closed || this.listeners.size >= LISTENERS_MAX)
      throw new Problem('unavailable', `${LISTENERS_MAX} listen already, or the server closes`, {
        fix: 'ask for pages instead, or try again later',
        retryable: true,
        headers: { 'retry-after': String(HEARTBEAT_MS / 1000) },
      });
    reply.hijack();
    const socket = reply.raw;
    socket.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    socket.write(': listening\n\n');
    const listener: Listener = { caller, socket, upTo: after, heardAt: this.options.clock.now() };
    socket.on('error', () => this.leave(listener));
    socket.on('close', () => this.leave(listener));
    this.listeners.add(listener);
    if (!this.isTurning && !this.callOff) this.turn();
  }

  /** Ends all answers, and takes no more. */
  close(): void {
    this.closed = true;
    this.rest();
    for (const listener of [...this.listeners]) listener.socket.end();
  }

  private leave(listener: Listener): void {
    this.listeners.delete(listener);
    if (this.listeners.size === 0) this.rest();
  }

  private rest(): void {
    this.callOff?.();
    this.callOff = undefined;
  }

  /** Tells every listener what is new, and does so again after a while, as long as anybody listens. */
  private turn(): void {
    this.callOff = undefined;
    this.isTurning = true;
    this.tellAll()
      .catch((error: unknown) => this.giveUp(error))
      .then(() => {
        this.isTurning = false;
        if (!this.closed && this.listeners.size > 0) this.callOff = this.options.after(LISTENING_MS, () => this.turn());
      });
  }

  /** The platform cannot be asked: whoever listens comes again, with what it heard last. */
  private giveUp(error: unknown): void {
    for (const { socket } of [...this.listeners]) socket.end();
    const reason = error instanceof Error ? error.message : String(error);
    this.options.log({ at: new Date(this.options.clock.now()).toISOString(), level: 'error', event: 'listening', reason });
  }

  private async tellAll(): Promise<void> {
    for (const listener of [...this.listeners]) {
      const now = this.options.clock.now();
      const { socket, caller } = listener;
      if (now >= caller.until) socket.end();
      else if (socket.writableLength > LISTENER_BACKLOG_MAX) socket.destroy();
      else await this.tell(listener, now);
    }
  }

  private async tell(listener: Listener, now: number): Promise<void> {
    const { events, upTo } = await seenEvents(this.options, listener.caller.sight, { after: listener.upTo, limit: PAGE_MAX });
    listener.upTo = upTo;
    for (const event of events) listener.socket.write(`id: ${event.revision}\nevent: ${event.kind}\ndata: ${JSON.stringify(eventBody(event))}\n\n`);
    if (events.length === 0 && now - listener.heardAt < HEARTBEAT_MS) return;
    if (events.length === 0) listener.socket.write(': still here\n\n');
    listener.heardAt = now;
  }
}

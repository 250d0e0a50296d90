/**
 * When a provider ends. Terraform tells it to (Shutdown, SIGTERM); a Terraform that was killed tells nothing, so a provider
 * whose parent is gone, or to whom nobody talks any more, ends by itself.
 */

/** go-plugin gives a plugin one minute to start. */
const FIRST_SESSION_MS = 60_000;
const LINGER_MS = 5000;
const PARENT_CHECK_MS = 1000;

export interface LifetimeOptions {
  /** A debugged provider stays until it is interrupted. */
  readonly mode: 'plugin' | 'debug';
  readonly signals: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
  readonly parent: () => number;
}

export class Lifetime {
  /** Resolves with the reason. */
  readonly over: Promise<string>;
  readonly #options: LifetimeOptions;
  readonly #parent: number;
  readonly #watch: NodeJS.Timeout | undefined;
  #end: (reason: string) => void = () => undefined;
  #alone: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(options: LifetimeOptions) {
    this.#options = options;
    this.#parent = options.parent();
    this.over = new Promise((resolve) => {
      this.#end = resolve;
    });
    options.signals.on('SIGTERM', this.#onTerminate);
    options.signals.on('SIGINT', this.#onInterrupt);
    if (options.mode === 'debug') return;
    this.#alone = setTimeout(() => this.end('nobody connected'), FIRST_SESSION_MS);
    this.#watch = setInterval(() => this.#checkParent(), PARENT_CHECK_MS);
  }

  end(reason: string): void {
    this.#isOver = true;
    clearTimeout(this.#alone);
    clearInterval(this.#watch);
    this.#end(reason);
  }

  /** To be called once everything is closed: until then a second Ctrl-C must not kill the process halfway. */
  release(): void {
    this.#options.signals.off('SIGTERM', this.#onTerminate);
    this.#options.signals.off('SIGINT', this.#onInterrupt);
  }

  /** To be told how many sessions are open, each time that changes. */
  sessions(open: number): void {
    if (this.#isOver || this.#options.mode === 'debug') return;
    clearTimeout(this.#alone);
    if (open > 0) return;
    this.#alone = setTimeout(() => this.end('the connection has closed'), LINGER_MS);
    this.#checkParent();
  }

  #checkParent(): void {
    if (this.#options.parent() !== this.#parent) this.end('the parent is gone');
  }

  readonly #onTerminate = (): void => this.end('terminated');

  // Ctrl-C reaches the whole process group; Terraform then says itself what shall stop, and when.
  readonly #onInterrupt = (): void => {
    if (this.#options.mode === 'debug') this.end('interrupted');
  };
}

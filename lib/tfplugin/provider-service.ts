/** The service `tfplugin6.Provider`: finds the procedure, loads the provider once, and lets StopProvider stop what runs. */
import type { Log } from './log';
import type { BoundRpc, RpcCall } from './rpc';
import { dataRpcs } from './rpc-data';
import { functionRpcs } from './rpc-function';
import { providerRpcs } from './rpc-provider';
import { resourceRpcs } from './rpc-resource';
import { GrpcError, STATUS } from './status';
import type { TfProvider } from './types';
import { wire } from './wire';

const rpcs: Readonly<Record<string, BoundRpc>> = { ...providerRpcs, ...resourceRpcs, ...dataRpcs, ...functionRpcs };

const CHANGE = 'ApplyResourceChange';

export class ProviderService {
  readonly #load: () => Promise<TfProvider> | TfProvider;
  readonly #log: Log;
  readonly #running = new Set<AbortController>();
  #provider: Promise<TfProvider> | undefined;
  /** Terraform asked everything to stop, and has not begun anew since. */
  #stopped = false;

  constructor(load: () => Promise<TfProvider> | TfProvider, log: Log) {
    this.#load = load;
    this.#log = log;
  }

  async answer(name: string, request: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    this.#log.trace('rpc', { rpc: name });
    if (name === 'StopProvider') return this.#stop();
    if (name === 'ConfigureProvider') this.#stopped = false;
    const rpc = Object.hasOwn(rpcs, name) ? rpcs[name] : undefined;
    if (!rpc) throw new GrpcError(STATUS.unimplemented, `unknown method ${name}`);
    // A controller of its own: the caller hanging up stops one call, StopProvider stops all of them.
    const stopping = new AbortController();
    const onAbort = (): void => stopping.abort();
    if (signal.aborted) stopping.abort();
    signal.addEventListener('abort', onAbort);
    this.#running.add(stopping);
    try {
      return await rpc(name, request, () => this.#open(name, stopping.signal), this.#log);
    } finally {
      this.#running.delete(stopping);
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Loads the provider ahead of the first call. A failure is told by the call that needs it. */
  async warmUp(): Promise<void> {
    await this.#loaded().catch(() => undefined);
  }

  async close(): Promise<void> {
    await (await this.#provider?.catch(() => undefined))?.close();
  }

  async #open(name: string, signal: AbortSignal): Promise<RpcCall> {
    // An interrupt may overtake a change that Terraform has announced already: it would not hear of it any more.
    if (this.#stopped && name === CHANGE) throw Object.assign(new Error('stopped before it began'), { name: 'AbortError' });
    return { provider: await this.#loaded(), context: { signal } };
  }

  async #loaded(): Promise<TfProvider> {
    this.#provider ??= Promise.resolve().then(this.#load);
    try {
      return await this.#provider;
    } catch (error) {
      // The next call tries again: what was missing may be there by then.
      this.#provider = undefined;
      throw error;
    }
  }

  async #stop(): Promise<Uint8Array> {
    this.#stopped = true;
    for (const stopping of this.#running) stopping.abort();
    try {
      // Nothing to stop where nothing was loaded.
      await (await this.#provider)?.stop();
      return wire.StopProvider.Response.encode({}).finish();
    } catch (error) {
      this.#log.error('defect', { rpc: 'StopProvider', stack: error instanceof Error ? error.stack : String(error) });
      return wire.StopProvider.Response.encode({ Error: 'The provider could not stop what runs; its log says why.' }).finish();
    }
  }
}

/** Where the provider listens: a Unix socket in a directory nobody else may enter, or a TCP port on the loopback. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Linux allows 108 bytes with the terminating zero, macOS 104. */
const SOCKET_PATH_MAX_BYTES = 103;
const PORT_MIN = 10_000;
const PORT_MAX = 25_000;

export interface Address {
  readonly network: 'unix' | 'tcp';
  readonly address: string;
  /** Removes what listening left in the file system. */
  readonly remove: () => void;
}

type Env = Readonly<Record<string, string | undefined>>;

export async function listen(server: Server, network: 'unix' | 'tcp', env: Env): Promise<Address> {
  return network === 'unix' ? listenUnix(server, env.PLUGIN_UNIX_SOCKET_DIR || tmpdir()) : listenTcp(server, env);
}

async function listenUnix(server: Server, parent: string): Promise<Address> {
  const directory = mkdtempSync(join(parent, 'plugin-'));
  const address = join(directory, 's');
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  try {
    if (Buffer.byteLength(address) > SOCKET_PATH_MAX_BYTES) {
      throw new Error(
        `the socket path ${address} is longer than ${SOCKET_PATH_MAX_BYTES} bytes; set PLUGIN_UNIX_SOCKET_DIR or TMPDIR to a shorter one`,
      );
    }
    await listening(server, (ready) => server.listen(address, ready));
    return { network: 'unix', address, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

async function listenTcp(server: Server, env: Env): Promise<Address> {
  const first = portIn(env.PLUGIN_MIN_PORT, PORT_MIN);
  const last = portIn(env.PLUGIN_MAX_PORT, PORT_MAX);
  for (let port = first; port <= last; port += 1) {
    try {
      await listening(server, (ready) => server.listen(port, '127.0.0.1', ready));
      return { network: 'tcp', address: `127.0.0.1:${port}`, remove: () => undefined };
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  throw new Error(`no free TCP port from ${first} to ${last}`);
}

function portIn(text: string | undefined, fallback: number): number {
  const port = Number(text);
  return text && Number.isInteger(port) && port > 0 && port <= 65_535 ? port : fallback;
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
}

async function listening(server: Server, start: (ready: () => void) => void): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    start(() => {
      server.off('error', reject);
      resolve();
    });
  });
}

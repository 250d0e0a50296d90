/** `socle platform serve` and `socle platform credential`: a platform for several people, and who they are. */
import { randomBytes } from 'node:crypto';
import { hashOfSecret, readCredentials } from '../platform/http/credentials';
import { InputError } from '../terraform/input-error';
import { type ServeOptions, type Serving, startServing } from './serving';
import { EXIT, type Exit, type Terminal } from './terminal';

const SECRET_BYTES = 32;

/** Serves until a signal ends it. */
export async function serve(named: string | undefined, options: ServeOptions, terminal: Terminal): Promise<Exit> {
  const serving = await startServing(named, options, terminal);
  terminal.out(greeting(serving));
  await signalled();
  await serving.stop();
  return EXIT.fine;
}

function greeting({ url, statePath, generated }: Serving): string {
  const credentials = generated
    ? `  These credentials own it until it stops. They are shown once:\n\n    export SOCLE_ENDPOINT=${url}\n    export SOCLE_CLIENT_ID=${generated.client_id}\n    export SOCLE_SECRET_ID=${generated.secret_id}\n\n`
    : '';
  return `The platform is served at ${url}\n  its file: ${statePath}\n${credentials}`;
}

/** Waits for the first signal that asks a program to end; a second one, while it ends, changes nothing. */
const signalled = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve());
  });

interface CredentialOptions {
  readonly tenants: string;
  readonly permissions: string;
}

/** Writes an entry of a credentials file, and its secret, which is nowhere else. */
export async function credential(client_id: string, { tenants, permissions }: CredentialOptions, terminal: Terminal): Promise<Exit> {
  const { catalogue } = require('../catalogue/complete') as typeof import('../catalogue/complete');
  const secret_id = randomBytes(SECRET_BYTES).toString('base64url');
  const entry = { client_id, secret_hash: await hashOfSecret(secret_id), tenants: tenants.split(','), permissions: permissions.split(',') };
  const text = JSON.stringify({ credentials: [entry] }, null, 2);
  const { problems } = readCredentials(text, catalogue);
  if (problems.length > 0) throw new InputError(problems.join('; '), 'correct it; socle platform credential --help shows how');
  terminal.out(`${text}\n`);
  terminal.err(`The secret of ${client_id}, shown once: ${secret_id}\n`);
  return EXIT.fine;
}

/** `socle platform serve | credential`, as the command line takes them. */
import { type Command, Option } from 'commander';
import type { ServeOptions } from './serving';
import type { Exit, Terminal } from './terminal';

const SERVE_EXAMPLES = `
Examples:
  socle platform serve                          on this machine, with credentials made for it
  socle platform serve --port 0 --clock manual  time stands still until it is advanced
  socle platform serve --host 0.0.0.0 --tls-cert cert.pem --tls-key key.pem --credentials credentials.json

Its log goes to the error output, a line of JSON each. SIGTERM and SIGINT stop it. Who uses it sets SOCLE_ENDPOINT,
SOCLE_CLIENT_ID and SOCLE_SECRET_ID, for terraform and for socle. What else it answers: GET /openapi.json.`;

const CREDENTIAL_EXAMPLES = `
Permissions are <area>_read and <area>_write by area of the catalogue, findings_read, events_read, simulation_read and
simulation_write (the last for all tenants only), or owner.

Examples:
  socle platform credential admin > credentials.json
  socle platform credential ci --tenants bank --permissions compute_read,storage_read`;

export function addServe(platform: Command, file: readonly [string, string], terminal: Terminal, end: (exit: Exit) => void): void {
  const load = (): typeof import('./cli-serve') => require('./cli-serve') as typeof import('./cli-serve');
  platform
    .command('serve')
    .summary('serve it over HTTP')
    .description('Serves the platform over HTTP until it is stopped, and shows credentials that own it unless some are given.')
    .argument(...file)
    .option('--port <number>', 'port; 0 takes any that is free', '7480')
    .option('--host <name>', 'address to listen on; any but this machine itself needs TLS', '127.0.0.1')
    .option('--tls-cert <file>', 'certificate, as PEM')
    .option('--tls-key <file>', 'its private key, as PEM')
    .option('--credentials <file>', 'who may ask (SOCLE_CLIENT_ID and SOCLE_SECRET_ID, or made anew, unless given)')
    .option('--world <file>', 'the stock, as a world file')
    .addOption(new Option('--clock <mode>', 'who moves its clock').choices(['automatic', 'manual']))
    .option('--rate <number>', 'requests that each client may give in a second (200 unless given)')
    .option('--edition <name>', 'edition of the catalogue (that of the last commands unless given)')
    .addHelpText('after', SERVE_EXAMPLES)
    .action(async (path: string | undefined, options: ServeOptions) => end(await load().serve(path, options, terminal)));
  platform
    .command('credential')
    .summary('write an entry of a credentials file')
    .description('Writes who may ask a served platform, with a new secret: the entry to the output, the secret to the error output.')
    .argument('<client-id>', 'its name')
    .option('--tenants <names>', 'tenants, with commas between them; * for all', '*')
    .option('--permissions <names>', 'permissions, with commas between them; owner for all', 'owner')
    .addHelpText('after', CREDENTIAL_EXAMPLES)
    .action(async (name: string, options: { tenants: string; permissions: string }) => end(await load().credential(name, options, terminal)));
}

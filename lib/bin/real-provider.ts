/** The provider with what is real: the catalogue, the clock, timers, the log, the platform that is meant. */
import { catalogue } from '../catalogue/complete';
import { factSources } from '../catalogue/fact-sources';
import { functions } from '../catalogue/functions';
import { Unavailable } from '../core/command';
import { type Connected, createProvider } from '../provider/provider';
import type { Connection } from '../provider/settings';
import { createLog } from '../tfplugin/log';
import type { TfProvider } from '../tfplugin/types';
import { openEmbedded } from './embedded';
import type * as Endpoint from './endpoint';

export const realProvider = (): TfProvider =>
  createProvider({
    catalogue,
    factSources,
    functions,
    connect,
    after(ms, action) {
      const timer = setTimeout(action, ms);
      return () => clearTimeout(timer);
    },
    today: () => new Date().toISOString().slice(0, 10),
    log: createLog({ stderr: process.stderr, env: process.env, now: () => new Date(), module: 'provider.socle' }),
    env: process.env,
  });

async function connect({ endpoint, client_id = '', secret_id = '', state_path, world, edition }: Connection): Promise<Connected> {
  if (endpoint === undefined) {
    const { client, statePath, unused } = await openEmbedded({ statePath: state_path, world, edition, cwd: process.cwd() });
    return unused ? Object.assign(client, { unusedAt: statePath }) : client;
  }
  // The HTTP client is loaded where it is needed: Terraform starts a provider several times for one plan.
  const { openEndpoint } = require('./endpoint') as typeof Endpoint;
  const client = openEndpoint({ endpoint, client_id, secret_id });
  try {
    const [its, unused] = await Promise.all([client.edition(), client.isUnused()]);
    if (its !== edition) throw new Unavailable(otherEdition(endpoint, { its, edition }));
    return unused ? Object.assign(client, { unusedAt: endpoint }) : client;
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** A plan by one edition would not be what the platform does by another. */
const otherEdition = (endpoint: string, { its, edition }: { readonly its: string; readonly edition: string }): string =>
  `the platform at ${endpoint} follows the edition ${JSON.stringify(its)}, and the provider block ${JSON.stringify(edition)} (the default where it names none).\n\nFix: set edition = ${JSON.stringify(its)} (or SOCLE_EDITION), or serve the platform with --edition ${edition}.`;

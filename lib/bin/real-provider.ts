/** The provider with what is real: the catalogue, the clock, timers, the log, the embedded platform. */
import { catalogue } from '../catalogue/complete';
import { factSources } from '../catalogue/fact-sources';
import { functions } from '../catalogue/functions';
import { Unavailable } from '../core/command';
import { type Connected, createProvider } from '../provider/provider';
import type { Connection } from '../provider/settings';
import { createLog } from '../tfplugin/log';
import type { TfProvider } from '../tfplugin/types';
import { openEmbedded } from './embedded';

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

async function connect({ endpoint, state_path, world, edition }: Connection): Promise<Connected> {
  if (endpoint !== undefined) {
    throw new Unavailable(
      `endpoint is ${JSON.stringify(endpoint)}, and this release has the embedded platform only.\n\nFix: leave endpoint out (and SOCLE_ENDPOINT), or use a release that speaks to shared platforms.`,
    );
  }
  const { client, statePath, unused } = await openEmbedded({ statePath: state_path, world, edition, cwd: process.cwd() });
  return unused ? Object.assign(client, { unusedAt: statePath }) : client;
}

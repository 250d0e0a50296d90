/** What the environment says where a provider block is silent. */
import type { ProviderDefaults } from '../terraform/platform';

export function providerDefaults(env: Readonly<Record<string, string | undefined>>): ProviderDefaults {
  const given = {
    tenant: env['SOCLE_TENANT'],
    endpoint: env['SOCLE_ENDPOINT'],
    state_path: env['SOCLE_STATE_PATH'],
    world: env['SOCLE_WORLD'],
    edition: env['SOCLE_EDITION'],
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ''));
}

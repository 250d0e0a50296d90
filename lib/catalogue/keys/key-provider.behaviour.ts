import { defineBehaviour, type Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';

type KeyProvider = Nouns['key_provider'];

declare module '../../core/behaviour' {
  interface Runtimes {
    /** Its place in the order in which the tenant's providers came. */
    key_provider: { readonly place: number };
  }
}

/** A key provider gives each VM that names it one key; the oldest enabled one of a tenant is its default. */
export const keyProviderBehaviour = defineBehaviour('key_provider', {
  looksAt: ['virtual_machine'],
  create: (self, deed) => {
    deed.remember('key_provider', self.id, { place: 1 + Math.max(0, ...ofTenant(self, deed).map((each) => placeOf(each, deed))) });
    return undefined;
  },
  observe: (self, site) => {
    const enabled = ofTenant(self, site).filter((each) => each.enabled);
    return {
      default: self.enabled && enabled.every((each) => placeOf(self, site) <= placeOf(each, site)),
      trusted: self.enabled,
      trust_error: self.enabled ? null : 'it is not enabled',
      key_count: site.holding('virtual_machine', 'key_provider_id', self.id).length,
    };
  },
});

const ofTenant = (self: KeyProvider, site: Site): KeyProvider[] => site.holding('key_provider', 'tenant', self.tenant);
const placeOf = (self: KeyProvider, site: Site): number => site.runtime('key_provider', self.id)?.place ?? 0;

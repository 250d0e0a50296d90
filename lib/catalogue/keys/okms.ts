import { computed, optional, required } from '../../core/attribute';
import { allowDestroy, defineResource, type NounOf } from '../../core/resource';
import { oneOf, setOf, text } from '../../core/shape';
import { okmsRegion, okmsRegionNames } from '../facts/okms';

const address = (service: string) => ({
  reads: ['region'],
  value: (self: { readonly [name: string]: unknown }) => `${String(self['region'])}.${service}`,
});

export const okms = defineResource({
  type: 'okms',
  collection: 'okms',
  doc: 'An OVHcloud KMS: keys in two zones of a region, a copy in another, backups in two more places.',
  attrs: {
    region: required('Region of the KMS.', oneOf(...okmsRegionNames), { replace: true }),
    display_name: optional('Name shown to people.', text({ min: 1, max: 255 })),
    kmip_endpoint: computed('Address for KMIP, host:port.', text(), { from: address('okms.ovh.net:5696') }),
    rest_endpoint: computed('Address for REST.', text(), {
      from: { reads: ['region'], value: (self) => `https://${String(self['region'])}.okms.ovh.net` },
    }),
    public_ca: computed('Certificate of the authority that signs the endpoints, PEM.', text()),
    backup_regions: computed('Regions that keep its backups.', setOf(text()), {
      from: { reads: ['region'], value: (self) => okmsRegion(String(self['region'])).backup_regions },
    }),
    ...allowDestroy,
  },
});

declare module '../../core/resource' {
  interface Nouns {
    okms: NounOf<typeof okms>;
  }
}

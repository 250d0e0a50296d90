import { defaulted, required } from '../../core/attribute';
import { defineTopLevel, type NounOf } from '../../core/resource';
import { bool, email, name, object, setOf } from '../../core/shape';

export const tenant = defineTopLevel({
  type: 'tenant',
  collection: 'tenants',
  doc: 'A tenant of an organisation: what its resources belong to, and who answers for them.',
  parent: { collection: 'organizations', attribute: 'organization' },
  attrs: {
    organization: required('Organisation that the tenant belongs to.', name(), { replace: true }),
    owners: required(
      'People who hold all permissions and receive official notices. Three at most are advised, one of them from your own organisation.',
      setOf(
        object({
          email: required('Address that is read regularly.', email()),
          from_organization: defaulted('Whether the owner belongs to your organisation.', bool(), true),
        }),
      ),
    ),
  },
});

declare module '../../core/resource' {
  interface Nouns {
    tenant: NounOf<typeof tenant>;
  }
}

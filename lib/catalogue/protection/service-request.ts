import { computed, optional, required, volatile } from '../../core/attribute';
import { defineResource, type NounOf } from '../../core/resource';
import { mapOf, oneOf, text } from '../../core/shape';
import { contact } from './contact';

export const serviceRequest = defineResource({
  type: 'service_request',
  collection: 'service-requests',
  doc: "A request to the provider's support. Destroying it withdraws an open one and forgets a closed one.",
  attrs: {
    kind: required(
      'What it is about.',
      oneOf(
        'backup_policy',
        'mirror_failover',
        'restore',
        'decommission',
        'owner_removal',
        'ip_removal',
        'security_incident',
        'sla_claim',
        'quota',
        'other',
      ),
      { replace: true },
    ),
    subject: required('One line that says what is wanted.', text({ min: 1, max: 255 })),
    details: optional('What support has to know.', mapOf(text())),
    contact: required('Who settles the details.', contact),
    reference: computed('Number under which support keeps it.', text()),
    status: volatile('open, in_progress or closed.', text()),
  },
});

declare module '../../core/resource' {
  interface Nouns {
    service_request: NounOf<typeof serviceRequest>;
  }
}

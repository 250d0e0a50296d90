import { computed, defaulted, required, volatile } from '../../core/attribute';
import { defineResource, type NounOf } from '../../core/resource';
import { int, matching, refTo, setOf, text } from '../../core/shape';

export const okmsCredential = defineResource({
  type: 'okms_credential',
  collection: 'okms-credentials',
  doc: 'A client certificate for an OVHcloud KMS, issued for a signing request of yours.',
  attrs: {
    okms_id: required('KMS that issues it.', refTo('okms'), { replace: true }),
    identity_urns: required(
      'IAM identities that it stands for, 1 to 25.',
      setOf(matching('^urn:', 'a URN, as urn:v1:eu:identity:user:ab12345'), { min: 1, max: 25 }),
    ),
    csr: required('Certificate signing request, PEM.', text({ min: 1, max: 65_536 }), { replace: true }),
    validity_days: defaulted('Days that it is valid, 1 to 365.', int({ min: 1, max: 365 }), 365, { replace: true }),
    certificate_pem: computed('The certificate, PEM.', text()),
    expires_at: computed('When it ends.', text()),
    status: volatile('creating, ready or expired.', text()),
  },
});

declare module '../../core/resource' {
  interface Nouns {
    okms_credential: NounOf<typeof okmsCredential>;
  }
}

import { computed, defaulted, kept, optional, required } from '../../core/attribute';
import { allowDestroy, defineResource, type NounOf } from '../../core/resource';
import { int, oneOf, refTo, setOf, text } from '../../core/shape';

export const okmsServiceKey = defineResource({
  type: 'okms_service_key',
  collection: 'okms-service-keys',
  doc: 'A key in an OVHcloud KMS.',
  attrs: {
    okms_id: required('KMS that keeps it.', refTo('okms'), { replace: true }),
    kind: required('`oct` is symmetric, `rsa` and `ec` are key pairs.', oneOf('oct', 'rsa', 'ec'), { replace: true }),
    size: optional('Size in bits: 128, 192 or 256 for oct; 2048, 3072 or 4096 for rsa.', int({ min: 1, max: 4096 }), { replace: true }),
    curve: optional('Curve of an ec key.', oneOf('P-256', 'P-384', 'P-521'), { replace: true }),
    operations: kept(
      'What it may be used for; all that its kind can do unless given.',
      setOf(oneOf('encrypt', 'decrypt', 'wrapKey', 'unwrapKey', 'sign', 'verify')),
      { replace: true },
    ),
    desired_state: defaulted('Whether it may be used.', oneOf('active', 'deactivated'), 'active'),
    deactivation_reason: optional('Why it was deactivated.', text({ min: 1, max: 255 })),
    created_at: computed('When it was made.', text()),
    ...allowDestroy,
  },
});

declare module '../../core/resource' {
  interface Nouns {
    okms_service_key: NounOf<typeof okmsServiceKey>;
  }
}

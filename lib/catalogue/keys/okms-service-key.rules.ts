/** Rules about keys in an OVHcloud KMS. */
import { defineRule, type Rule } from '../../core/rule';

const KMS = 'tenants/main/okms/kms';
const KEY = 'tenants/main/okms-service-keys/signing';
const okms = { type: 'okms', values: { name: 'kms', region: 'eu-west-rbx' } };
const key = (values: { readonly [name: string]: string | number | readonly string[] }) => [
  okms,
  { type: 'okms_service_key', values: { name: 'signing', okms_id: KMS, ...values } },
];

/** What each kind is made by, and what it can do. */
export const KEY_KINDS = {
  oct: { by: 'size', allowed: [128, 192, 256], operations: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'] },
  rsa: { by: 'size', allowed: [2048, 3072, 4096], operations: ['sign', 'verify'] },
  ec: { by: 'curve', allowed: ['P-256', 'P-384', 'P-521'], operations: ['sign', 'verify'] },
} as const;

const keyFitsItsKind = defineRule({
  code: 'KEYS-009',
  class: 'refused',
  on: 'okms_service_key',
  title: 'A key has a size or curve of its kind, and operations that fit',
  why: 'Symmetric keys encrypt and wrap, key pairs sign and verify; the service makes each in three strengths.',
  reads: ['kind', 'size', 'curve', 'operations'],
  check: ({ self }) => {
    const { by, allowed, operations } = KEY_KINDS[self.kind];
    const other = by === 'size' ? 'curve' : 'size';
    const given = self[by];
    const strange = (self.operations ?? []).filter((each) => !operations.some((one) => one === each));
    return [
      ...(allowed.some((each) => each === given)
        ? []
        : [
            {
              at: by,
              message: given === null ? `kind is ${self.kind}, and ${by} is not set` : `${by} is ${given}; kind is ${self.kind}`,
              fix: `${by} = ${allowed.map((each) => JSON.stringify(each)).join(', ')}`,
            },
          ]),
      ...(self[other] === null ? [] : [{ at: other, message: `${other} is set, and kind is ${self.kind}`, fix: `leave ${other} out` }]),
      ...(strange.length === 0
        ? []
        : [
            {
              at: 'operations',
              message: `kind is ${self.kind}, which does not ${strange.join(', ')}`,
              fix: `operations of this kind: ${operations.join(', ')}`,
            },
          ]),
    ];
  },
  source: { seed: 'Socle', heading: 'the public interface of OVHcloud KMS' },
  examples: [
    { says: 'oct of 256 bits', estate: key({ kind: 'oct', size: 256 }), fires: [] },
    { says: 'oct of 255 bits', estate: key({ kind: 'oct', size: 255 }), fires: [KEY] },
    { says: 'rsa of 2,048 bits', estate: key({ kind: 'rsa', size: 2048, operations: ['sign', 'verify'] }), fires: [] },
    { says: 'rsa of 256 bits', estate: key({ kind: 'rsa', size: 256 }), fires: [KEY] },
    { says: 'rsa that encrypts', estate: key({ kind: 'rsa', size: 2048, operations: ['sign', 'encrypt'] }), fires: [KEY] },
    { says: 'ec with a curve', estate: key({ kind: 'ec', curve: 'P-384' }), fires: [] },
    { says: 'ec with a size', estate: key({ kind: 'ec', size: 256 }), fires: [KEY] },
    { says: 'oct with both', estate: key({ kind: 'oct', size: 128, curve: 'P-256' }), fires: [KEY] },
    { says: 'oct without a size', estate: key({ kind: 'oct' }), fires: [KEY] },
  ],
});

export const okmsServiceKeyRules: readonly Rule[] = [keyFitsItsKind];

import { required } from '../../core/attribute';
import { defineResource, type NounOf } from '../../core/resource';
import { oneOf } from '../../core/shape';

export const subscription = defineResource({
  type: 'subscription',
  collection: 'subscriptions',
  doc: 'A service that is not part of the standard offer and is subscribed to.',
  attrs: {
    service: required('The service: `advanced_protection` is VM encryption with keys from HSMs.', oneOf('advanced_protection'), { replace: true }),
  },
});

declare module '../../core/resource' {
  interface Nouns {
    subscription: NounOf<typeof subscription>;
  }
}

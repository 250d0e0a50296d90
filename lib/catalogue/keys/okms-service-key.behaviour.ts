import { defineBehaviour } from '../../core/behaviour';
import { KEY_KINDS } from './okms-service-key.rules';

/** A key can do all that its kind can, unless less is asked for. */
export const okmsServiceKeyBehaviour = defineBehaviour('okms_service_key', {
  create: (self, deed) => ({ operations: self.operations ?? KEY_KINDS[self.kind].operations, created_at: new Date(deed.now).toISOString() }),
});

import { defineBehaviour } from '../../core/behaviour';

/** A snapshot says when it was taken. */
export const snapshotBehaviour = defineBehaviour('snapshot', {
  create: (_self, deed) => ({ created_at: new Date(deed.now).toISOString() }),
});

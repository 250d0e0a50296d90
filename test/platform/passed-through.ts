/** A store whose changes pass through somebody's hands before they are kept. */
import type { Change, Store } from '../../lib/platform/store';

export const passedThrough = (store: Store, pass: (change: Change | undefined) => Change | undefined): Store => ({
  read: (key) => store.read(key),
  collection: (type) => store.collection(type),
  charter: () => store.charter(),
  news: (since) => store.news(since),
  events: (after, limit) => store.events(after, limit),
  look: (work, turn) => store.look(work, turn),
  close: () => store.close(),
  change: ({ work, undo }, turn) =>
    store.change(
      {
        undo,
        work: async (revision, at) => {
          const done = await work(revision, at);
          return { ...done, change: pass(done.change) };
        },
      },
      turn,
    ),
});

/** The life of a Global Mirror relationship, as a table. */
import { lifecycle } from '../../core/lifecycle';

/**
 * `start` goes on where nothing was written since it stopped; `restart` copies what was, and there is no usable copy until it is
 * done. `lose` and `find`: the sides lose each other and find each other again.
 */
export const mirrorLife = lifecycle({
  initial: 'inconsistent_stopped',
  settle: { inconsistent_copying: 'consistent_synchronized' },
  on: {
    start: { inconsistent_stopped: 'inconsistent_copying', consistent_stopped: 'consistent_synchronized', idling: 'consistent_synchronized' },
    restart: { inconsistent_stopped: 'inconsistent_copying', consistent_stopped: 'inconsistent_copying', idling: 'inconsistent_copying' },
    stop: { inconsistent_copying: 'inconsistent_stopped', consistent_synchronized: 'consistent_stopped' },
    open: {
      consistent_synchronized: 'idling',
      consistent_stopped: 'idling',
      idling: 'idling',
      consistent_disconnected: 'idling_disconnected',
      idling_disconnected: 'idling_disconnected',
    },
    switch: { consistent_synchronized: 'consistent_synchronized' },
    lose: {
      inconsistent_stopped: 'inconsistent_disconnected',
      inconsistent_copying: 'inconsistent_disconnected',
      consistent_synchronized: 'consistent_disconnected',
      consistent_stopped: 'consistent_disconnected',
      idling: 'idling_disconnected',
    },
    find: {
      inconsistent_disconnected: 'inconsistent_stopped',
      consistent_disconnected: 'consistent_stopped',
      idling_disconnected: 'idling',
    },
    /** Its copy is gone: all of it has to be copied anew. */
    wipe: {
      inconsistent_stopped: 'inconsistent_stopped',
      inconsistent_copying: 'inconsistent_stopped',
      consistent_synchronized: 'inconsistent_stopped',
      consistent_stopped: 'inconsistent_stopped',
      idling: 'inconsistent_stopped',
      inconsistent_disconnected: 'inconsistent_disconnected',
      consistent_disconnected: 'inconsistent_disconnected',
      idling_disconnected: 'inconsistent_disconnected',
    },
  },
});

export type MirrorState = (typeof mirrorLife)['initial'];
export type MirrorStep = keyof (typeof mirrorLife)['on'];

/** Both sides are alike, and stay so. */
export const areAlike = (state: MirrorState): boolean => state === 'consistent_synchronized';

/** The copying under way overwrites what the copy held, or never came to its end. */
export const isUsable = (state: MirrorState): boolean => !state.startsWith('inconsistent');

export const isCopying = (state: MirrorState): boolean => state === 'inconsistent_copying' || areAlike(state);

export const isDisconnected = (state: MirrorState): boolean => state.endsWith('disconnected');

/** The remedy of every rule about what a datastore holds: enough for all of them. */
import { defineRemedy } from '../../core/remedy';
import { growDatastore, neededDatastore } from '../facts/datastore-size';

export const grownDatastore = defineRemedy({
  on: 'datastore',
  reads: neededDatastore.reads,
  gathers: neededDatastore.gathers,
  fix: ({ self, ...neighbours }, { edition }) => growDatastore({ ...self, ...neighbours }, edition),
});

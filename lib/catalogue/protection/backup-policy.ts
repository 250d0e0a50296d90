import { defaulted, optional, required, volatile } from '../../core/attribute';
import { allowDestroy, defineResource, type NounOf } from '../../core/resource';
import { bool, date, int, refTo, text } from '../../core/shape';
import { contact } from './contact';

const points = (of: string) => defaulted(`${of} points that are kept.`, int({ min: 0, max: 10_000 }), 0);

export const backupPolicy = defineResource({
  type: 'backup_policy',
  collection: 'backup-policies',
  doc: 'A backup policy: how many points are kept, and in which zone. The provider sets it up through a service request.',
  attrs: {
    availability_zone: required('Zone that keeps the copies; never the zone of the VMs it protects.', text({ min: 1, max: 63 }), { replace: true }),
    backup_storage_id: optional('Quota that its copies take their space from.', refTo('backup_storage')),
    keep_daily: points('Daily'),
    keep_weekly: points('Weekly'),
    keep_monthly: points('Monthly'),
    keep_yearly: points('Yearly'),
    suspended: defaulted('Stops its backups. A running VM may not depend on a suspended policy.', bool(), false),
    contact: required('Who settles the details with support.', contact),
    restore_tested_on: optional('Day of the last restore test.', date()),
    request_id: volatile('Service request that set it up.', text()),
    status: volatile('requested, active or suspended.', text()),
    ...allowDestroy,
  },
});

declare module '../../core/resource' {
  interface Nouns {
    backup_policy: NounOf<typeof backupPolicy>;
  }
}

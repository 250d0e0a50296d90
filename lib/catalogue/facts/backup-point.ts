/** What is shown of a backup. */
import { computed } from '../../core/attribute';
import { bool, number, object, text } from '../../core/shape';

export const backupColumns = {
  id: computed('Name of the backup, by which it is restored.', text()),
  backup_policy_id: computed('Policy that keeps it.', text()),
  kind: computed('daily, weekly, monthly or yearly.', text()),
  taken_at: computed('The moment of the VM that it holds.', text()),
  size_gib: computed('GiB that it takes: what had changed, and in the oldest one of its policy the full copy.', number()),
  availability_zone: computed('Zone that keeps it.', text()),
  encrypted: computed('The VM was encrypted, and keeps that protection here. All copies are encrypted at rest besides.', bool()),
  consistent: computed('No disk was left out, so that all of the VM is of one moment.', bool()),
  usable: computed('It can be read now.', bool()),
};

export const backupPoint = object(backupColumns);

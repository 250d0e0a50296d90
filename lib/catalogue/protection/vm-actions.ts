/** What is asked of a VM's protection: a backup now, and what is got back from one. */
import { type Action, defineAction } from '../../core/action';
import { defaulted, optional, required } from '../../core/attribute';
import { bool, listOf, name, oneOf, text } from '../../core/shape';

const ID_MAX = 512;
const PATH_MAX = 4096;
/** Files that one request gets back at most. */
const PATHS_MAX = 1000;

const id = () => text({ min: 1, max: ID_MAX });
const backup = required('Backup, as the VM lists it in `backups`.', id());

export const vmProtectionActions: readonly Action[] = [
  defineAction({
    on: 'virtual_machine',
    action: 'run_backup',
    doc: 'Backs the VM up now. The point counts among those that its policy keeps.',
    attrs: { policy: optional('Id of the policy that keeps it; all policies of the VM unless given.', id()) },
  }),
  defineAction({
    on: 'virtual_machine',
    action: 'restore',
    doc: 'Gets the VM back as it was. All of it is copied from mass storage first, unless it starts from the backup.',
    attrs: {
      backup,
      mode: required(
        '`test` starts a copy without networks and removes it again, `clone` makes another VM, `production` puts the disks of this VM back: what was written since is lost.',
        oneOf('test', 'clone', 'production'),
      ),
      name: optional('Name of the clone.', name()),
      datastore: optional('Id of the datastore that takes the disks of a copy; where they are now unless given.', id()),
      start_from_backup: defaulted(
        'Starts it from mass storage within minutes; its disks move to their datastore while it runs, which has the room for them from the start.',
        bool(),
        false,
      ),
    },
  }),
  defineAction({
    on: 'virtual_machine',
    action: 'restore_files',
    doc: 'Gets single files back from a backup. An encrypted VM keeps its protection there: restore a clone of it instead.',
    attrs: { backup, paths: required('Files and folders in the guest.', listOf(text({ min: 1, max: PATH_MAX }), { min: 1, max: PATHS_MAX })) },
  }),
  defineAction({
    on: 'virtual_machine',
    action: 'export',
    doc: 'Writes the VM into a file to take away. An encrypted VM leaves by a procedure of its own only, through a service request.',
    attrs: {
      backup: optional('Backup that is exported; the VM itself unless given, which is off then.', id()),
      format: defaulted('What is written.', oneOf('ova', 'vmdk'), 'ova'),
    },
  }),
];

/** The service request of a failover: visible in its tenant as long as the mirror stands. */
import type { Deed } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';

type Mirror = Nouns['global_mirror_lun'];
type Contact = Nouns['backup_policy']['contact'];

const NAME_CHARACTERS = 40;
const SERIAL_DIGITS = 8;

/** Files it in the name of whoever answers for the backups of the VMs, or else of the tenant; support knows nobody else to ask. */
export function fileRequest(mirror: Mirror, deed: Deed): void {
  const contact = contactFor(mirror, deed);
  if (!contact) return;
  const values = {
    tenant: mirror.tenant,
    name: `failover-${mirror.name.slice(0, NAME_CHARACTERS)}-${deed.serial('failover request', SERIAL_DIGITS)}`,
    kind: 'mirror_failover',
    subject: `Present the copy of ${mirror.name} in ${mirror.secondary_availability_zone}`,
    details: { mirror: mirror.id, standby_cpool: String(mirror.standby_cpool_id) },
    contact: { ...contact },
  };
  deed.command({ kind: 'create', type: 'service_request', values });
}

/** With a mirror go its requests: nobody else would withdraw or forget them, and a tenant is not deleted while they stand. */
export function dropRequests(mirror: Mirror, deed: Deed): void {
  for (const { id, details } of deed.holding('service_request', 'kind', 'mirror_failover'))
    if (details?.['mirror'] === mirror.id) deed.command({ kind: 'delete', type: 'service_request', id });
}

function contactFor(mirror: Mirror, deed: Deed): Contact | undefined {
  const named = deed.holding('virtual_machine', 'disks[].datastore_id', mirror.datastore_id).flatMap((vm) => vm.backup_policy_ids ?? []);
  const first =
    [...named].sort()[0] ??
    deed
      .all('backup_policy')
      .filter(({ tenant }) => tenant === mirror.tenant)
      .map(({ id }) => id)
      .sort()[0];
  return first === undefined ? undefined : deed.get('backup_policy', first)?.contact;
}

/** Configurations that the tests change between applies: one Cpool with what its VMs need, in Terraform's own language. */

export const POLICY = `
resource "socle_backup_policy" "daily" {
  name              = "daily"
  availability_zone = "th3s"
  keep_daily        = 7
  contact           = { name = "Operations", email = "operations@bank.example", phone = "+33 1 00 00 00 00" }
}
`;

/** Hosts of 384 GiB. */
export const cpool = ({ hostCount = 2, memoryGib = 512 } = {}): string => `
resource "socle_cpool" "prod" {
  name              = "prod"
  availability_zone = "par7s"
  blade_class       = "standard-v3"
  host_count        = ${hostCount}
  memory_gib        = ${memoryGib}
}
`;

interface Named {
  /** Its label in the configuration; its name too unless one is given. */
  readonly label?: string;
  readonly name?: string;
  /** Further lines of its block. */
  readonly more?: string;
}

export const datastore = ({
  label = 'data',
  name = label,
  storageClass = 'standard',
  sizeGib = 2048,
  more = '',
}: Named & { readonly storageClass?: string; readonly sizeGib?: number } = {}): string => `
resource "socle_datastore" "${label}" {
  name              = "${name}"
  availability_zone = "par7s"
  storage_class     = "${storageClass}"
  size_gib          = ${sizeGib}
  cpool_ids         = [socle_cpool.prod.id]
  ${more}
}
`;

export const network = ({ label = 'lan', name = label, vlanId = 100, more = '' }: Named & { readonly vlanId?: number } = {}): string => `
resource "socle_network" "${label}" {
  name               = "${name}"
  vlan_id            = ${vlanId}
  availability_zones = ["par7s"]
  ${more}
}
`;

interface Machine extends Named {
  readonly memoryGib?: number;
  readonly diskGib?: number;
  /** Expression for the id of the datastore that holds its disk. */
  readonly on?: string;
}

export const machine = ({
  label = 'a',
  name = label,
  memoryGib = 16,
  diskGib = 20,
  on = 'socle_datastore.data.id',
  more = '',
}: Machine = {}): string => `
resource "socle_virtual_machine" "${label}" {
  name              = "${name}"
  cpool_id          = socle_cpool.prod.id
  vcpus             = 2
  memory_gib        = ${memoryGib}
  disks             = [{ name = "system", size_gib = ${diskGib}, datastore_id = ${on} }]
  backup_policy_ids = [socle_backup_policy.daily.id]
  ${more}
}
`;

export const apart = (labels: readonly string[], name = 'apart'): string => `
resource "socle_affinity_rule" "${name}" {
  name                = "${name}"
  cpool_id            = socle_cpool.prod.id
  kind                = "anti_affinity"
  virtual_machine_ids = [${labels.map((label) => `socle_virtual_machine.${label}.id`).join(', ')}]
}
`;

/** A policy, a Cpool and a datastore: where VMs can stand. */
export const GROUND = POLICY + cpool() + datastore();

export const MACHINE_IDS = 'tenants/main/virtual-machines/';

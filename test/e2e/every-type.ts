/** A small stack with a resource of every type, the way a configuration's author writes it. */
import { PROTECTION, PROTECTION_ID, PROTECTION_SOURCE } from './every-protection';

/** Tenants, networks, compute and storage; a test adds the provider block that it needs. */
export const MAIN_TYPES = `
resource "socle_tenant" "lab" {
  organization = "acme"
  name = "lab"
  owners = [{ email = "ops@example.org" }, { email = "partner@example.net", from_organization = false }]
}

resource "socle_network" "lan" {
  name = "lan"
  availability_zones = ["par7s", "th3s"]
  propagated_to = [socle_tenant.lab.name]
  description = "Servers"
}

resource "socle_cpool" "prod" {
  name = "prod"
  availability_zone = "par7s"
  blade_class = "standard-v3"
  host_count = 3
}

resource "socle_datastore" "ds" {
  name = "ds"
  availability_zone = "par7s"
  storage_class = "standard"
  size_gib = 1024
  cpool_ids = [socle_cpool.prod.id]
}

resource "socle_backup_policy" "nightly" {
  name = "nightly"
  availability_zone = "th3s"
  keep_daily = 7
  contact = { name = "Ops", email = "ops@example.org", phone = "+33100000000" }
}

resource "socle_virtual_machine" "vm" {
  for_each = toset(["a", "b"])
  name = "vm-\${each.key}"
  cpool_id = socle_cpool.prod.id
  vcpus = 4
  memory_gib = 16
  backup_policy_ids = [socle_backup_policy.nightly.id]
  network_interfaces = [{ name = "eth0", network_id = socle_network.lan.id }]
  tags = { role = each.key, "__proto__" = "kept" }
  disks = [
    { name = "system", size_gib = 40, datastore_id = socle_datastore.ds.id },
    { name = "data", size_gib = 100, datastore_id = socle_datastore.ds.id, reserved_iops = 100, peak_iops = 200 },
  ]
}

resource "socle_affinity_rule" "apart" {
  name = "apart"
  cpool_id = socle_cpool.prod.id
  kind = "anti_affinity"
  virtual_machine_ids = [for vm in socle_virtual_machine.vm : vm.id]
}
`;

export const EVERY_TYPE = MAIN_TYPES + PROTECTION;

/** Addresses of the stack, each with the id that it must have. */
export const EVERY_ID: Readonly<Record<string, string>> = {
  'socle_tenant.lab': 'organizations/acme/tenants/lab',
  'socle_network.lan': 'tenants/main/networks/lan',
  'socle_cpool.prod': 'tenants/main/cpools/prod',
  'socle_datastore.ds': 'tenants/main/datastores/ds',
  'socle_backup_policy.nightly': 'tenants/main/backup-policies/nightly',
  'socle_virtual_machine.vm["a"]': 'tenants/main/virtual-machines/vm-a',
  'socle_virtual_machine.vm["b"]': 'tenants/main/virtual-machines/vm-b',
  'socle_affinity_rule.apart': 'tenants/main/affinity-rules/apart',
  ...PROTECTION_ID,
};

/** How many resources the stack has. */
export const EVERY_COUNT = Object.keys(EVERY_ID).length;

/** A data source for every type, and the functions, as outputs. */
export const EVERY_SOURCE = `${PROTECTION_SOURCE}
data "socle_tenant" "lab" { id = socle_tenant.lab.id }
data "socle_network" "lan" { id = socle_network.lan.id }
data "socle_cpool" "prod" {
  name = "prod"
  depends_on = [socle_virtual_machine.vm]
}
data "socle_datastore" "ds" { id = socle_virtual_machine.vm["a"].disks[0].datastore_id }
data "socle_backup_policy" "nightly" { id = socle_backup_policy.nightly.id }
data "socle_virtual_machine" "a" { id = socle_virtual_machine.vm["a"].id }
data "socle_affinity_rule" "apart" { id = socle_affinity_rule.apart.id }
data "socle_blade_classes" "all" {}
data "socle_storage_classes" "all" {}
data "socle_availability_zones" "all" {}
data "socle_templates" "all" {}
data "socle_skus" "all" {}

output "sources" {
  value = {
    owners   = length(data.socle_tenant.lab.owners)
    vlan     = data.socle_network.lan.vlan_id == socle_network.lan.vlan_id
    used     = data.socle_cpool.prod.memory_used_gib
    hosts    = length(data.socle_cpool.prod.host_ids)
    policy   = data.socle_backup_policy.nightly.keep_daily
    state    = data.socle_virtual_machine.a.state
    apart    = length(data.socle_affinity_rule.apart.virtual_machine_ids)
    capacity = data.socle_datastore.ds.size_gib
    blades   = length(data.socle_blade_classes.all.blade_classes)
    classes  = length(data.socle_storage_classes.all.storage_classes)
    zones    = length(data.socle_availability_zones.all.availability_zones)
    listed   = length(data.socle_templates.all.templates) > 0 && length(data.socle_skus.all.skus) > 0
  }
}
output "functions" {
  value = {
    limit = provider::socle::iops_limit("standard", 512)
    mass  = provider::socle::iops_limit("mass", 1024) == null
    range = provider::socle::cpool_memory_range("standard-v3", 3)
    swap  = provider::socle::swap_gib([for vm in socle_virtual_machine.vm : vm.memory_gib])
  }
}
`;

/** The stack with some of its words exchanged, everywhere they stand; each must be there. */
export function edited(text: string, changes: Readonly<Record<string, string>>): string {
  return Object.entries(changes).reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`the stack does not say ${from}`);
    return result.replaceAll(from, to);
  }, text);
}

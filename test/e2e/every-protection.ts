/** The types that protect: copies, quotas, plans, keys. They stand beside the main types, on a Cpool and datastores of their own. */

export const PROTECTION = `
resource "socle_cpool" "safe" {
  name = "safe"
  availability_zone = "par7s"
  blade_class = "eco-v3"
  host_count = 2
}

resource "socle_cpool" "dr" {
  name = "dr"
  availability_zone = "th3s"
  blade_class = "eco-v3"
  host_count = 2
}

resource "socle_datastore" "own" {
  for_each = toset(["mirrored", "plain"])
  name = each.key
  availability_zone = "par7s"
  storage_class = "standard"
  size_gib = 600
  cpool_ids = [socle_cpool.safe.id]
}

resource "socle_datastore" "copies" {
  name = "copies"
  availability_zone = "th3s"
  storage_class = "standard"
  size_gib = 600
  cpool_ids = [socle_cpool.dr.id]
}

resource "socle_global_mirror_lun" "gm" {
  name = "gm"
  datastore_id = socle_datastore.own["mirrored"].id
  secondary_availability_zone = "th3s"
  standby_cpool_id = socle_cpool.dr.id
  consistency_group = "bank"
}

resource "socle_backup_storage" "quota" {
  name = "quota"
  availability_zone = "th3s"
  size_tib = 2
}

resource "socle_backup_policy" "safe" {
  name = "safe"
  availability_zone = "th3s"
  backup_storage_id = socle_backup_storage.quota.id
  keep_weekly = 2
  contact = { name = "Ops", email = "ops@example.org", phone = "+33100000000" }
}

resource "socle_subscription" "protection" {
  name = "protection"
  service = "advanced_protection"
}

resource "socle_key_provider" "hsm" {
  name = "hsm"
  kind = "hsm"
  subscription_id = socle_subscription.protection.id
}

resource "socle_okms" "kms" {
  name = "kms"
  region = "eu-west-rbx"
  display_name = "Keys"
}

resource "socle_okms_credential" "vcenter" {
  name = "vcenter"
  okms_id = socle_okms.kms.id
  identity_urns = ["urn:v1:eu:identity:user:ab12345"]
  csr = "a request"
}

resource "socle_okms_service_key" "data" {
  name = "data"
  okms_id = socle_okms.kms.id
  kind = "oct"
  size = 256
}

resource "socle_virtual_machine" "safe" {
  for_each = { db = "mirrored", app = "plain", vault = "plain" }
  name = each.key
  cpool_id = socle_cpool.safe.id
  vcpus = 2
  memory_gib = 8
  key_provider_id = each.key == "vault" ? socle_key_provider.hsm.id : null
  backup_policy_ids = [socle_backup_policy.safe.id]
  disks = [{ name = "system", size_gib = 40, datastore_id = socle_datastore.own[each.value].id }]
}

resource "socle_snapshot" "before" {
  name = "before"
  virtual_machine_id = socle_virtual_machine.safe["db"].id
}

resource "socle_vm_replication" "app" {
  name = "app"
  virtual_machine_id = socle_virtual_machine.safe["app"].id
  target_cpool_id = socle_cpool.dr.id
  target_datastore_id = socle_datastore.copies.id
  interval_hours = 4
}

resource "socle_recovery_plan" "loss" {
  name = "loss"
  primary_availability_zone = "par7s"
  standby_availability_zone = "th3s"
  mechanism_ids = [socle_global_mirror_lun.gm.id, socle_vm_replication.app.id]
  groups = [
    { priority = 1, virtual_machine_ids = [socle_virtual_machine.safe["db"].id] },
    { priority = 2, virtual_machine_ids = [socle_virtual_machine.safe["app"].id], start_delay_seconds = 60 },
  ]
}

resource "socle_service_request" "ask" {
  name = "ask"
  kind = "other"
  subject = "A question"
  details = { urgency = "none" }
  contact = { name = "Ops", email = "ops@example.org", phone = "+33100000000" }
}
`;

/** What may change in place, for every type of the stack that has something that may. */
export const PROTECTION_CHANGES = {
  'consistency_group = "bank"': 'consistency_group = "banks"',
  'size_tib = 2': 'size_tib = 3',
  'kind = "hsm"': 'kind = "hsm"\n  allow_destroy = true',
  'display_name = "Keys"': 'display_name = "Keys of the bank"',
  'user:ab12345': 'user:cd67890',
  'size = 256': 'size = 256\n  desired_state = "deactivated"\n  deactivation_reason = "superseded"',
  'interval_hours = 4': 'interval_hours = 6',
  'start_delay_seconds = 60': 'start_delay_seconds = 120',
  'subject = "A question"': 'subject = "Another question"',
};

export const PROTECTION_ID: Readonly<Record<string, string>> = {
  'socle_cpool.safe': 'tenants/main/cpools/safe',
  'socle_cpool.dr': 'tenants/main/cpools/dr',
  'socle_datastore.own["mirrored"]': 'tenants/main/datastores/mirrored',
  'socle_datastore.own["plain"]': 'tenants/main/datastores/plain',
  'socle_datastore.copies': 'tenants/main/datastores/copies',
  'socle_global_mirror_lun.gm': 'tenants/main/global-mirror-luns/gm',
  'socle_backup_storage.quota': 'tenants/main/backup-storages/quota',
  'socle_backup_policy.safe': 'tenants/main/backup-policies/safe',
  'socle_subscription.protection': 'tenants/main/subscriptions/protection',
  'socle_key_provider.hsm': 'tenants/main/key-providers/hsm',
  'socle_okms.kms': 'tenants/main/okms/kms',
  'socle_okms_credential.vcenter': 'tenants/main/okms-credentials/vcenter',
  'socle_okms_service_key.data': 'tenants/main/okms-service-keys/data',
  'socle_virtual_machine.safe["db"]': 'tenants/main/virtual-machines/db',
  'socle_virtual_machine.safe["app"]': 'tenants/main/virtual-machines/app',
  'socle_virtual_machine.safe["vault"]': 'tenants/main/virtual-machines/vault',
  'socle_snapshot.before': 'tenants/main/snapshots/before',
  'socle_vm_replication.app': 'tenants/main/vm-replications/app',
  'socle_recovery_plan.loss': 'tenants/main/recovery-plans/loss',
  'socle_service_request.ask': 'tenants/main/service-requests/ask',
};

export const PROTECTION_SOURCE = `
data "socle_global_mirror_lun" "gm" { id = socle_global_mirror_lun.gm.id }
data "socle_backup_storage" "quota" { id = socle_backup_storage.quota.id }
data "socle_subscription" "protection" { id = socle_subscription.protection.id }
data "socle_key_provider" "hsm" {
  name = socle_key_provider.hsm.name
  depends_on = [socle_virtual_machine.safe]
}
data "socle_okms" "kms" { id = socle_okms.kms.id }
data "socle_okms_credential" "vcenter" { id = socle_okms_credential.vcenter.id }
data "socle_okms_service_key" "data" { id = socle_okms_service_key.data.id }
data "socle_snapshot" "before" { id = socle_snapshot.before.id }
data "socle_vm_replication" "app" { id = socle_vm_replication.app.id }
data "socle_recovery_plan" "loss" { id = socle_recovery_plan.loss.id }
data "socle_service_request" "ask" { id = socle_service_request.ask.id }

output "protection" {
  value = {
    mirror     = [data.socle_global_mirror_lun.gm.state, data.socle_global_mirror_lun.gm.licence_tib]
    quota      = data.socle_backup_storage.quota.used_gib
    service    = data.socle_subscription.protection.service
    keys       = [data.socle_key_provider.hsm.default, data.socle_key_provider.hsm.trusted, data.socle_key_provider.hsm.key_count]
    endpoint   = data.socle_okms.kms.kmip_endpoint
    credential = data.socle_okms_credential.vcenter.status
    operations = length(data.socle_okms_service_key.data.operations)
    taken      = data.socle_snapshot.before.created_at == socle_snapshot.before.created_at
    pushes     = data.socle_vm_replication.app.state
    plan       = [data.socle_recovery_plan.loss.estimated_rpo_minutes, data.socle_recovery_plan.loss.estimated_rto_minutes]
    request    = data.socle_service_request.ask.status
  }
}
`;

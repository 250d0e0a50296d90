resource "socle_virtual_machine" "payments" {
  name              = "payments"
  cpool_id          = socle_cpool.production.id
  vcpus             = 8
  memory_gib        = 64
  backup_policy_ids = [socle_backup_policy.nightly.id]
  rpo_minutes       = 15
  rto_minutes       = 240

  network_interfaces = [{ name = "servers", network_id = socle_network.servers.id }]

  disks = [
    { name = "system", size_gib = 100, datastore_id = socle_datastore.payments.id },
    { name = "data", size_gib = 500, datastore_id = socle_datastore.payments.id, reserved_iops = 2000 },
  ]
}

resource "socle_virtual_machine" "reports" {
  name              = "reports"
  cpool_id          = socle_cpool.production.id
  vcpus             = 4
  memory_gib        = 32
  backup_policy_ids = [socle_backup_policy.nightly.id]

  network_interfaces = [{ name = "servers", network_id = socle_network.servers.id }]
  disks              = [{ name = "system", size_gib = 200, datastore_id = socle_datastore.reports.id }]
}

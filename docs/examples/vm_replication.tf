resource "socle_vm_replication" "reports" {
  name                = "reports"
  virtual_machine_id  = socle_virtual_machine.reports.id
  target_cpool_id     = socle_cpool.standby.id
  target_datastore_id = socle_datastore.copies.id
  interval_hours      = 4
}

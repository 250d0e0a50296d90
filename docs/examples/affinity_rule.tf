resource "socle_affinity_rule" "apart" {
  name                = "apart"
  cpool_id            = socle_cpool.production.id
  kind                = "anti_affinity"
  virtual_machine_ids = [socle_virtual_machine.payments.id, socle_virtual_machine.reports.id]
}

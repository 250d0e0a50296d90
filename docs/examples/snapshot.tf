resource "socle_snapshot" "before_upgrade" {
  name               = "before-upgrade"
  virtual_machine_id = socle_virtual_machine.reports.id
}

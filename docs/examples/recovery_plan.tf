resource "socle_recovery_plan" "par7s" {
  name                      = "par7s"
  primary_availability_zone = "par7s"
  standby_availability_zone = "th3s"
  mechanism_ids             = [socle_global_mirror_lun.payments.id, socle_vm_replication.reports.id]

  groups = [
    { priority = 1, virtual_machine_ids = [socle_virtual_machine.payments.id] },
    { priority = 2, virtual_machine_ids = [socle_virtual_machine.reports.id], start_delay_seconds = 120 },
  ]
}

resource "socle_service_request" "restore_test" {
  name    = "restore-test"
  kind    = "restore"
  subject = "Restore the reports of last night beside the running VM, to test that it works."
  details = { vm = socle_virtual_machine.reports.name }
  contact = { name = "Platform team", email = "platform@example.org", phone = "+33100000000" }
}

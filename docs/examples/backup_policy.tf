resource "socle_backup_policy" "nightly" {
  name              = "nightly"
  availability_zone = "th3s"
  backup_storage_id = socle_backup_storage.copies.id
  keep_daily        = 7
  keep_weekly       = 4
  contact           = { name = "Platform team", email = "platform@example.org", phone = "+33100000000" }
}

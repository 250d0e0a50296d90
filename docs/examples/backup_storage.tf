resource "socle_backup_storage" "copies" {
  name              = "copies"
  availability_zone = "th3s"
  size_tib          = 2
}

resource "socle_global_mirror_lun" "payments" {
  name                        = "payments"
  datastore_id                = socle_datastore.payments.id
  secondary_availability_zone = "th3s"
  standby_cpool_id            = socle_cpool.standby.id
}

resource "socle_datastore" "payments" {
  name              = "payments"
  availability_zone = "par7s"
  storage_class     = "premium"
  size_gib          = 1024
  cpool_ids         = [socle_cpool.production.id]
}

resource "socle_datastore" "reports" {
  name              = "reports"
  availability_zone = "par7s"
  storage_class     = "standard"
  size_gib          = 512
  cpool_ids         = [socle_cpool.production.id]
}

resource "socle_datastore" "copies" {
  name              = "copies"
  availability_zone = "th3s"
  storage_class     = "standard"
  size_gib          = 512
  cpool_ids         = [socle_cpool.standby.id]
}

# Four hosts of 384 GiB, of which 1 TiB is activated: one host may be lost, and every VM still has a place.
resource "socle_cpool" "production" {
  name              = "production"
  availability_zone = "par7s"
  blade_class       = "standard-v3"
  host_count        = 4
  memory_gib        = 1024
}

resource "socle_cpool" "standby" {
  name              = "standby"
  availability_zone = "th3s"
  blade_class       = "standard-v3"
  host_count        = 2
}

resource "socle_datastore" "databases" {
  name              = "databases"
  availability_zone = "par7s"
  storage_class     = "premium"
  size_gib          = var.databases_gib
  cpool_ids         = [socle_cpool.production.id]
}

resource "socle_datastore" "applications" {
  name              = "applications"
  availability_zone = "par7s"
  storage_class     = "standard"
  size_gib          = 3072
  cpool_ids         = [socle_cpool.production.id]
}

resource "socle_datastore" "standby_systems" {
  name              = "standby-systems"
  availability_zone = "th3s"
  storage_class     = "essential"
  size_gib          = 1024
  cpool_ids         = [socle_cpool.standby.id]
}

resource "socle_network" "front" {
  name               = "front"
  vlan_id            = 100
  availability_zones = ["par7s"]
  description        = "Web servers, behind the load balancer"
}

resource "socle_network" "back" {
  name               = "back"
  vlan_id            = 110
  availability_zones = ["par7s", "th3s"]
  description        = "Application servers and databases"
}

resource "socle_network" "management" {
  name               = "management"
  vlan_id            = 120
  availability_zones = ["par7s", "th3s"]
  description        = "Directory and monitoring"
}

# The copies of one zone lie in the other, within a quota that is ordered there.
resource "socle_backup_storage" "in_th3s" {
  name              = "copies-in-th3s"
  availability_zone = "th3s"
  size_tib          = 32
}

resource "socle_backup_storage" "in_par7s" {
  name              = "copies-in-par7s"
  availability_zone = "par7s"
  size_tib          = 1
}

resource "socle_backup_policy" "production_daily" {
  name              = "production-daily"
  availability_zone = "th3s"
  backup_storage_id = socle_backup_storage.in_th3s.id
  contact           = local.operations
  keep_daily        = 14
  restore_tested_on = local.restore_tested_on
}

# For databases, which the auditor wants back after a year.
resource "socle_backup_policy" "production_audited" {
  name              = "production-audited"
  availability_zone = "th3s"
  backup_storage_id = socle_backup_storage.in_th3s.id
  contact           = local.operations
  keep_daily        = 14
  keep_weekly       = 8
  keep_monthly      = 12
  restore_tested_on = local.restore_tested_on
}

resource "socle_backup_policy" "standby_daily" {
  name              = "standby-daily"
  availability_zone = "par7s"
  backup_storage_id = socle_backup_storage.in_par7s.id
  contact           = local.operations
  keep_daily        = 14
  restore_tested_on = local.restore_tested_on
}

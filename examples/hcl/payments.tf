locals {
  # Servers of production whose disks lie on the datastore of the applications.
  servers = merge(
    { for name in ["web-1", "web-2"] : name => {
      vcpus = 4, memory_gib = 16, template = "debian-12", network_id = socle_network.front.id
      disks = [{ name = "system", size_gib = 60 }]
    } },
    { for name in ["app-1", "app-2", "app-3"] : name => {
      vcpus = 8, memory_gib = 64, template = "rhel-9", network_id = socle_network.back.id
      disks = [{ name = "system", size_gib = 80 }, { name = "data", size_gib = 200, reserved_iops = 500 }]
    } },
    { for name in ["directory-1", "directory-2"] : name => {
      vcpus = 2, memory_gib = 8, template = "windows-server-2022", network_id = socle_network.management.id
      disks = [{ name = "system", size_gib = 80 }]
    } },
    { monitoring = {
      vcpus = 4, memory_gib = 32, template = "debian-12", network_id = socle_network.management.id
      disks = [{ name = "system", size_gib = 60 }, { name = "metrics", size_gib = 300, peak_iops = 500 }]
    } },
    { batch = {
      vcpus = 8, memory_gib = 64, template = "rhel-9", network_id = socle_network.back.id
      disks = [{ name = "system", size_gib = 120 }]
    } },
  )
  # Kinds of server of which no two may run on one host.
  apart = {
    web-servers         = ["web-1", "web-2"]
    application-servers = ["app-1", "app-2", "app-3"]
    directory-servers   = ["directory-1", "directory-2"]
  }
}

resource "socle_virtual_machine" "server" {
  for_each = local.servers

  name               = each.key
  cpool_id           = socle_cpool.production.id
  vcpus              = each.value.vcpus
  memory_gib         = each.value.memory_gib
  template           = each.value.template
  network_interfaces = [{ name = "lan", network_id = each.value.network_id }]
  disks              = [for disk in each.value.disks : merge({ datastore_id = socle_datastore.applications.id }, disk)]
  backup_policy_ids  = [socle_backup_policy.production_daily.id]
}

resource "socle_affinity_rule" "apart" {
  for_each = local.apart

  name                = each.key
  cpool_id            = socle_cpool.production.id
  kind                = "anti_affinity"
  virtual_machine_ids = [for name in each.value : socle_virtual_machine.server[name].id]
}

# All of its memory is reserved: it is never swapped, and needs no swap file beside its disks.
resource "socle_virtual_machine" "database" {
  name                   = "database"
  cpool_id               = socle_cpool.production.id
  vcpus                  = 16
  memory_gib             = 192
  memory_reservation_gib = 192
  template               = "rhel-9"
  restart_priority       = "high"
  network_interfaces     = [{ name = "back", network_id = socle_network.back.id }]
  disks = [
    { name = "system", size_gib = 80, datastore_id = socle_datastore.databases.id },
    { name = "data", size_gib = 1536, datastore_id = socle_datastore.databases.id, reserved_iops = 4000, peak_iops = 5500 },
    { name = "log", size_gib = 300, datastore_id = socle_datastore.databases.id, reserved_iops = 1500, peak_iops = 2000 },
  ]
  backup_policy_ids = [socle_backup_policy.production_audited.id]
}

resource "socle_virtual_machine" "reporting" {
  name               = "reporting"
  cpool_id           = socle_cpool.production.id
  vcpus              = 8
  memory_gib         = 96
  template           = "rhel-9"
  restart_priority   = "low"
  network_interfaces = [{ name = "back", network_id = socle_network.back.id }]
  disks = [
    { name = "system", size_gib = 80, datastore_id = socle_datastore.databases.id },
    { name = "data", size_gib = 1024, datastore_id = socle_datastore.databases.id, peak_iops = 1000 },
  ]
  backup_policy_ids = [socle_backup_policy.production_daily.id]
}

# Runs in the standby zone already, so that people can log in there when production is lost.
resource "socle_virtual_machine" "standby_directory" {
  name               = "directory-3"
  cpool_id           = socle_cpool.standby.id
  vcpus              = 2
  memory_gib         = 8
  template           = "windows-server-2022"
  restart_priority   = "high"
  network_interfaces = [{ name = "management", network_id = socle_network.management.id }]
  disks              = [{ name = "system", size_gib = 80, datastore_id = socle_datastore.standby_systems.id }]
  backup_policy_ids  = [socle_backup_policy.standby_daily.id]
}

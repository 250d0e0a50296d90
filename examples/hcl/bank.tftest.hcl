# A platform for the test alone, which terraform takes down again.
variables {
  platform = ".socle/test.db"
}

run "the_bank_stands" {
  assert {
    condition     = length(socle_virtual_machine.server) + 3 == 12
    error_message = "The bank has twelve servers."
  }
  assert {
    condition     = output.databases_iops == 12000
    error_message = "4 TiB of premium give 12,000 IOPS."
  }
  assert {
    condition     = socle_virtual_machine.database.swap_gib == 0
    error_message = "The database reserves all of its memory, so that it needs no swap file."
  }
}

run "servers_of_a_kind_never_share_a_host" {
  command = plan
  assert {
    condition     = alltrue([for rule in socle_affinity_rule.apart : rule.enabled && rule.kind == "anti_affinity"])
    error_message = "Each kind of server is kept apart."
  }
}

output "databases_iops" {
  description = "IOPS that the databases share."
  value       = socle_datastore.databases.iops_limit
}

output "production_memory_range" {
  description = "Least and most memory that production's blades allow, in GiB."
  value       = provider::socle::cpool_memory_range("standard-v3", 4)
}

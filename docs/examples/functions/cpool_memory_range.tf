output "memory_range" {
  value = provider::socle::cpool_memory_range("standard-v3", 3)
}

output "iops_limit" {
  value = provider::socle::iops_limit("standard", 512)
}

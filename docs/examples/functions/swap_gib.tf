output "swap" {
  value = provider::socle::swap_gib([64, 64, 32])
}

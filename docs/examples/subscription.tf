resource "socle_subscription" "encryption" {
  name    = "encryption"
  service = "advanced_protection"
}

resource "socle_key_provider" "hsm" {
  name            = "hsm"
  kind            = "hsm"
  subscription_id = socle_subscription.encryption.id
}

# Set `key_provider_id = socle_key_provider.hsm.id` on a VM, and its disks are encrypted.

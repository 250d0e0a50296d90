resource "socle_okms_service_key" "wrapping" {
  name       = "wrapping"
  okms_id    = socle_okms.keys.id
  kind       = "oct"
  size       = 256
  operations = ["wrapKey", "unwrapKey"]
}

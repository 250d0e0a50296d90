resource "socle_okms_credential" "vstack" {
  name          = "vstack"
  okms_id       = socle_okms.keys.id
  identity_urns = ["urn:v1:eu:identity:user:aa11111-ovh/platform"]
  csr           = file("${path.module}/request.pem")
  validity_days = 180
}

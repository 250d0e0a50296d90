resource "socle_okms" "keys" {
  name         = "keys"
  region       = "eu-west-rbx"
  display_name = "Keys of the payment application"
}

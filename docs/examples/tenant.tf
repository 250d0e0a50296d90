resource "socle_tenant" "payments" {
  organization = "acme"
  name         = "payments"

  owners = [
    { email = "platform@example.org" },
    { email = "partner@example.net", from_organization = false },
  ]
}

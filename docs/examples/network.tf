resource "socle_network" "servers" {
  name               = "servers"
  availability_zones = ["par7s", "th3s"]
  description        = "Servers of the payment application, on both sites."
}

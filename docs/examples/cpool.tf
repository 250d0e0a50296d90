resource "socle_cpool" "production" {
  name              = "production"
  availability_zone = "par7s"
  blade_class       = "standard-v3"
  host_count        = 3
  memory_gib        = 512
}

# The standby site starts what fails over to it.
resource "socle_cpool" "standby" {
  name              = "standby"
  availability_zone = "th3s"
  blade_class       = "standard-v3"
  host_count        = 2
}

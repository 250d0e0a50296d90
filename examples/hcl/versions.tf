terraform {
  required_version = ">= 1.8"
  required_providers {
    socle = {
      source = "socle/socle"
    }
  }
}

provider "socle" {
  state_path = var.platform
}

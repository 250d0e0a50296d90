terraform {
  required_providers {
    socle = {
      source = "socle/socle"
    }
  }
}

provider "socle" {
  tenant = "main"

  # Findings that somebody has accepted: for a reason, and until a day.
  suppress = [{
    code     = "COMPUTE-003"
    resource = "tenants/main/cpools/lab-*"
    reason   = "Laboratories may stop while their host is updated."
    expires  = "2027-12-31"
  }]
}

variable "platform" {
  description = "File of the embedded platform."
  type        = string
  default     = ".socle/platform.db"
}

variable "restore_tested_on" {
  description = "Day of the last restore test, as 2026-01-31; the first of this month unless given."
  type        = string
  default     = null
}

variable "databases_gib" {
  description = "Size of the datastore of the databases, in GiB."
  type        = number
  default     = 4096
}

locals {
  restore_tested_on = coalesce(var.restore_tested_on, formatdate("YYYY-MM-01", plantimestamp()))
  operations = {
    name  = "Operations desk"
    email = "operations@bank.example"
    phone = "+33 1 00 00 00 00"
  }
}

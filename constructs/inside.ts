/** Id of the Terraform resource inside a construct. Terraform's addresses leave it out: a construct `prod` is `socle_cpool.prod`. */
export const INSIDE = 'Default';

/** What the nouns do on a platform, by type. A noun that is not listed is kept as it is written. */
import type { Behaviours } from '../core/behaviour';
import { affinityRuleBehaviour } from './compute/affinity-rule.behaviour';
import { cpoolBehaviour } from './compute/cpool.behaviour';
import { virtualMachineBehaviour } from './compute/virtual-machine.behaviour';
import { networkBehaviour } from './network/network.behaviour';
import { backupPolicyBehaviour } from './protection/backup-policy.behaviour';
import { datastoreBehaviour } from './storage/datastore.behaviour';
import { tenantBehaviour } from './tenancy/tenant.behaviour';

export const behaviours: Behaviours = {
  tenant: tenantBehaviour,
  network: networkBehaviour,
  datastore: datastoreBehaviour,
  cpool: cpoolBehaviour,
  virtual_machine: virtualMachineBehaviour,
  affinity_rule: affinityRuleBehaviour,
  backup_policy: backupPolicyBehaviour,
};

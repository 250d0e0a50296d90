/** What the nouns do on a platform, by type. A noun that is not listed is kept as it is written. */
import { type Behaviours, joined } from '../core/behaviour';
import { affinityRuleBehaviour } from './compute/affinity-rule.behaviour';
import { cpoolBehaviour } from './compute/cpool.behaviour';
import { snapshotBehaviour } from './compute/snapshot.behaviour';
import { virtualMachineBehaviour } from './compute/virtual-machine.behaviour';
import { keyProviderBehaviour } from './keys/key-provider.behaviour';
import { okmsCredentialBehaviour } from './keys/okms-credential.behaviour';
import { okmsServiceKeyBehaviour } from './keys/okms-service-key.behaviour';
import { networkBehaviour } from './network/network.behaviour';
import { backupPolicyBehaviour } from './protection/backup-policy.behaviour';
import { backupStorageBehaviour } from './protection/backup-storage.behaviour';
import { protectedVmBehaviour } from './protection/protected-vm.behaviour';
import { recoveryPlanBehaviour } from './protection/recovery-plan.behaviour';
import { replicaStartBehaviour } from './protection/replica-start.behaviour';
import { serviceRequestBehaviour } from './protection/service-request.behaviour';
import { vmReplicationBehaviour } from './protection/vm-replication.behaviour';
import { datastoreBehaviour } from './storage/datastore.behaviour';
import { datastoreHealthBehaviour } from './storage/datastore-health.behaviour';
import { datastoreSpace, virtualMachineSpace } from './storage/datastore-space';
import { globalMirrorLunBehaviour } from './storage/global-mirror-lun.behaviour';
import { mirroredWritesBehaviour } from './storage/mirrored-writes.behaviour';
import { tenantBehaviour } from './tenancy/tenant.behaviour';

export const behaviours: Behaviours = {
  tenant: tenantBehaviour,
  network: networkBehaviour,
  datastore: joined(datastoreBehaviour, datastoreHealthBehaviour, datastoreSpace),
  cpool: cpoolBehaviour,
  virtual_machine: joined(virtualMachineBehaviour, virtualMachineSpace, protectedVmBehaviour, mirroredWritesBehaviour),
  snapshot: snapshotBehaviour,
  affinity_rule: affinityRuleBehaviour,
  global_mirror_lun: globalMirrorLunBehaviour,
  backup_storage: backupStorageBehaviour,
  backup_policy: backupPolicyBehaviour,
  vm_replication: joined(vmReplicationBehaviour, replicaStartBehaviour),
  recovery_plan: recoveryPlanBehaviour,
  service_request: serviceRequestBehaviour,
  key_provider: keyProviderBehaviour,
  okms_credential: okmsCredentialBehaviour,
  okms_service_key: okmsServiceKeyBehaviour,
};

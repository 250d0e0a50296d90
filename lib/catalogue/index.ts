/** The catalogue: every noun with its rules. A new resource is one line here. */
import type { Action } from '../core/action';
import type { Areas } from '../core/catalogue';
import type { Definition } from '../core/resource';
import type { Rule } from '../core/rule';
import { affinityRule } from './compute/affinity-rule';
import { affinityRules } from './compute/affinity-rule.rules';
import { bladeStockRules } from './compute/capacity.rules';
import { cpool } from './compute/cpool';
import { cpoolRules } from './compute/cpool.rules';
import { cpoolUsageRules } from './compute/cpool-usage.rules';
import { placementRules } from './compute/placement.rules';
import { snapshot } from './compute/snapshot';
import { virtualMachine } from './compute/virtual-machine';
import { virtualMachineRules } from './compute/virtual-machine.rules';
import { encryptedVmRules } from './keys/encrypted-vm.rules';
import { encryptionChangeRules } from './keys/encryption-change.rules';
import { keyProvider } from './keys/key-provider';
import { keyProviderRules } from './keys/key-provider.rules';
import { okms } from './keys/okms';
import { okmsCredential } from './keys/okms-credential';
import { okmsServiceKey } from './keys/okms-service-key';
import { okmsServiceKeyRules } from './keys/okms-service-key.rules';
import { subscription } from './keys/subscription';
import { network } from './network/network';
import { networkRules } from './network/network.rules';
import { backupRules } from './protection/backup.rules';
import { backupPolicy } from './protection/backup-policy';
import { backupStorage } from './protection/backup-storage';
import { backupStorageRules } from './protection/backup-storage.rules';
import { objectiveRules } from './protection/objectives.rules';
import { recoveryPlan } from './protection/recovery-plan';
import { recoveryPlanRules } from './protection/recovery-plan.rules';
import { startCopy, stopCopy } from './protection/replica-start';
import { serviceRequest } from './protection/service-request';
import { vmProtectionActions } from './protection/vm-actions';
import { vmReplication } from './protection/vm-replication';
import { vmReplicationRules } from './protection/vm-replication.rules';
import { vmReplicationTargetRules } from './protection/vm-replication-target.rules';
import { capacityRules } from './storage/capacity.rules';
import { datastore } from './storage/datastore';
import { datastoreRules } from './storage/datastore.rules';
import { diskRules } from './storage/disks.rules';
import { globalMirrorLun } from './storage/global-mirror-lun';
import { iopsRules } from './storage/iops.rules';
import { mirrorRules } from './storage/mirror.rules';
import { mirrorActions } from './storage/mirror-actions';
import { mirrorRhythmRules } from './storage/mirror-rhythm.rules';
import { mirrorStandbyRules } from './storage/mirror-standby.rules';
import { spaceRules } from './storage/space.rules';
import { tenant } from './tenancy/tenant';

/** Nouns by area: an area is what permissions are given by. */
export const areas: Areas = {
  tenancy: [tenant],
  network: [network],
  storage: [datastore, globalMirrorLun],
  compute: [cpool, virtualMachine, snapshot, affinityRule],
  protection: [backupStorage, backupPolicy, vmReplication, recoveryPlan, serviceRequest],
  keys: [subscription, keyProvider, okms, okmsCredential, okmsServiceKey],
};

export const definitions: readonly Definition[] = Object.values(areas).flat();

export const actions: readonly Action[] = [...mirrorActions, startCopy, stopCopy, ...vmProtectionActions];

export const rules: readonly Rule[] = [
  ...networkRules,
  ...datastoreRules,
  ...spaceRules,
  ...iopsRules,
  ...capacityRules,
  ...cpoolRules,
  ...cpoolUsageRules,
  ...bladeStockRules,
  ...virtualMachineRules,
  ...affinityRules,
  ...placementRules,
  ...diskRules,
  ...backupRules,
  ...mirrorRules,
  ...mirrorStandbyRules,
  ...mirrorRhythmRules,
  ...backupStorageRules,
  ...vmReplicationRules,
  ...vmReplicationTargetRules,
  ...objectiveRules,
  ...recoveryPlanRules,
  ...keyProviderRules,
  ...okmsServiceKeyRules,
  ...encryptedVmRules,
  ...encryptionChangeRules,
];

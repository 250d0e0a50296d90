/** The catalogue: every noun with its rules. A new resource is one line here. */
import type { Definition } from '../core/resource';
import type { Rule } from '../core/rule';
import { affinityRule } from './compute/affinity-rule';
import { affinityRules } from './compute/affinity-rule.rules';
import { bladeStockRules } from './compute/capacity.rules';
import { cpool } from './compute/cpool';
import { cpoolRules } from './compute/cpool.rules';
import { cpoolUsageRules } from './compute/cpool-usage.rules';
import { placementRules } from './compute/placement.rules';
import { virtualMachine } from './compute/virtual-machine';
import { virtualMachineRules } from './compute/virtual-machine.rules';
import { network } from './network/network';
import { networkRules } from './network/network.rules';
import { backupRules } from './protection/backup.rules';
import { backupPolicy } from './protection/backup-policy';
import { capacityRules } from './storage/capacity.rules';
import { datastore } from './storage/datastore';
import { datastoreRules } from './storage/datastore.rules';
import { diskRules } from './storage/disks.rules';
import { iopsRules } from './storage/iops.rules';
import { spaceRules } from './storage/space.rules';
import { tenant } from './tenancy/tenant';

export const definitions: readonly Definition[] = [tenant, network, datastore, cpool, virtualMachine, affinityRule, backupPolicy];

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
];

/** What `socle` offers to an app. This list is the public interface. */
export { AffinityKind, type AffinityOptions, AffinityRule, type AffinityRuleProps } from './compute/affinity-rule';
export { BladeClass } from './compute/blade-class';
export { Cpool, type CpoolProps } from './compute/cpool';
export { type Disk, DiskMode, Provisioning } from './compute/disk';
export type { InterfaceOptions, NetworkInterface } from './compute/network-interface';
export { PowerState, RestartPriority, VirtualMachine, type VirtualMachineProps } from './compute/virtual-machine';
export { Network, type NetworkProps } from './network/network';
export { BackupPolicy, type BackupPolicyProps, type Contact } from './protection/backup-policy';
export type { IBackupPolicy, ICpool, IDatastore, INetwork, ITenant, IVirtualMachine } from './references';
export { Size } from './size';
export { SocleProvider, type SocleProviderProps } from './socle-provider';
export { type ResourceProps, SocleResource, type TenantResourceProps, type Timeouts } from './socle-resource';
export { Datastore, type DatastoreProps, StorageClass } from './storage/datastore';
export { type Owner, Tenant, type TenantProps } from './tenancy/tenant';
export { Zone } from './zone';

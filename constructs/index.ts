/** What `socle` offers to an app. This list is the public interface. */
export {
  type MirroredDatastoreProps,
  type ProtectedVirtualMachineProps,
  ProtectedWorkload,
  type ProtectedWorkloadProps,
  type StandbyCopy,
  type StandbyProps,
} from './compositions/protected-workload';
export { AffinityKind, type AffinityOptions, AffinityRule, type AffinityRuleProps } from './compute/affinity-rule';
export { BladeClass } from './compute/blade-class';
export { Cpool, type CpoolOptions, type CpoolProps } from './compute/cpool';
export { type Disk, DiskMode, Provisioning } from './compute/disk';
export { EncryptedVm, type EncryptedVmProps } from './compute/encrypted-vm';
export type { InterfaceOptions, NetworkInterface } from './compute/network-interface';
export { Snapshot, type SnapshotProps } from './compute/snapshot';
export { VirtualMachine } from './compute/virtual-machine';
export { Criticality, PowerState, RestartPriority, type VirtualMachineOptions, type VirtualMachineProps } from './compute/virtual-machine-props';
export { Duration } from './duration';
export { type AcceptedFinding, Suppress, type Suppression } from './findings/suppress';
export {
  type ExternalKeyProviderProps,
  type HsmKeyProviderProps,
  KeyProvider,
  type KeyProviderProps,
  type NativeKeyProviderProps,
  type OkmsKeyProviderProps,
} from './keys/key-provider';
export { Okms, type OkmsProps, OkmsRegion } from './keys/okms';
export { OkmsCredential, type OkmsCredentialProps } from './keys/okms-credential';
export {
  type EllipticKeyProps,
  KeyCurve,
  KeyOperation,
  KeyState,
  OkmsServiceKey,
  type OkmsServiceKeyProps,
  type SizedKeyProps,
} from './keys/okms-service-key';
export { Service, Subscription, type SubscriptionProps } from './keys/subscription';
export { Network, type NetworkProps } from './network/network';
export { BackupPolicy, type BackupPolicyProps } from './protection/backup-policy';
export { BackupStorage, type BackupStorageProps } from './protection/backup-storage';
export type { Contact } from './protection/contact';
export { type RecoveryGroup, RecoveryPlan, type RecoveryPlanProps } from './protection/recovery-plan';
export { Runbook, type RunbookProps, type RunbookStep } from './protection/runbook';
export { RequestKind, ServiceRequest, type ServiceRequestProps } from './protection/service-request';
export { type ReplicationOptions, VmReplication, type VmReplicationProps } from './protection/vm-replication';
export type {
  IBackupPolicy,
  IBackupStorage,
  ICpool,
  IDatastore,
  IKeyProvider,
  IMechanism,
  INetwork,
  IOkms,
  IOkmsCredential,
  ISubscription,
  ITenant,
  IVirtualMachine,
} from './references';
export { Size } from './size';
export { ClockMode, Edition, SocleProvider, type SocleProviderProps } from './socle-provider';
export { type ResourceProps, SocleResource, type TenantResourceProps, type Timeouts } from './socle-resource';
export { Datastore, type DatastoreOptions, type DatastoreProps } from './storage/datastore';
export { GlobalMirrorLun, type GlobalMirrorLunProps, MirrorMode, type MirrorOptions, MirrorRole } from './storage/global-mirror-lun';
export { StorageClass } from './storage/storage-class';
export { type Owner, Tenant, type TenantProps } from './tenancy/tenant';
export { Zone } from './zone';

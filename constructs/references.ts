/** What constructs refer to: resources of this app, or resources that stand elsewhere and are known by id. */
import { Token } from 'cdktf';

/** A tenant that resources may belong to. */
export interface ITenant {
  /** Name of the tenant. */
  readonly tenantName: string;
}

/** A Cpool that VMs may run in. */
export interface ICpool {
  /** Id of the Cpool. */
  readonly cpoolId: string;
}

/** A datastore that may hold disks. */
export interface IDatastore {
  /** Id of the datastore. */
  readonly datastoreId: string;
}

/** A network that interfaces may be connected to. */
export interface INetwork {
  /** Id of the network. */
  readonly networkId: string;
  /** Its name; an interface is called after it unless it has a name of its own. */
  readonly networkName: string;
}

/** A backup policy that may protect VMs. */
export interface IBackupPolicy {
  /** Id of the policy. */
  readonly backupPolicyId: string;
}

/** A quota that backup policies may take their space from. */
export interface IBackupStorage {
  /** Id of the quota. */
  readonly backupStorageId: string;
}

/** A mirror or replication that a recovery plan may count on. */
export interface IMechanism {
  /** Id of the mirror or replication. */
  readonly mechanismId: string;
}

/** A subscription to a service. */
export interface ISubscription {
  /** Id of the subscription. */
  readonly subscriptionId: string;
}

/** A key provider that VMs may be encrypted with. */
export interface IKeyProvider {
  /** Id of the key provider. */
  readonly keyProviderId: string;
}

/** A KMS of OVHcloud. */
export interface IOkms {
  /** Id of the KMS. */
  readonly okmsId: string;
}

/** A credential of a KMS of OVHcloud. */
export interface IOkmsCredential {
  /** Id of the credential. */
  readonly okmsCredentialId: string;
}

/** A VM, in this app or outside it. */
export interface IVirtualMachine {
  /** Id of the VM. */
  readonly virtualMachineId: string;
  /** Its home, where this app knows it. */
  readonly cpool?: ICpool;
}

/**
 * The name at the end of an id such as `tenants/main/cpools/prod`. An id that Terraform resolves later gives itself.
 * @throws Error where the text is no id of the collection.
 */
export function nameInId(id: string, collection: string): string {
  if (Token.isUnresolved(id)) return id;
  const [root, tenant, within, name, ...rest] = id.split('/');
  if (root === 'tenants' && tenant && within === collection && name && rest.length === 0) return name;
  throw new Error(`"${id}" is no id in ${collection}; write tenants/<tenant>/${collection}/<name>`);
}

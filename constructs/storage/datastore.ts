import type { Construct } from 'constructs';
import { Datastore as DatastoreResource } from '../generated/providers/socle/datastore';
import { INSIDE } from '../inside';
import { type ICpool, type IDatastore, nameInId } from '../references';
import type { Size } from '../size';
import { CREATE_BEFORE_DESTROY, ownArguments, SocleResource, type TenantResourceProps } from '../socle-resource';
import { GlobalMirrorLun, type MirrorOptions } from './global-mirror-lun';
import type { StorageClass } from './storage-class';

/** What a datastore is, wherever it stands. */
export interface DatastoreOptions extends TenantResourceProps {
  /** Performance class; with the size it sets the IOPS limit. */
  readonly storageClass: StorageClass;
  /** Capacity, 500 GiB to 64 TiB. Grows in place, never shrinks. Disks and swap files share it. */
  readonly size: Size;
  /** Cpools that mount it; `mountOn` adds more. */
  readonly cpools?: readonly ICpool[];
  /** Lets a plan replace or destroy it although it holds data. */
  readonly allowDestroy?: boolean;
}

export interface DatastoreProps extends DatastoreOptions {
  /** Zone whose arrays hold the LUN (`Zone`). */
  readonly availabilityZone: string;
}

/** A SAN LUN formatted as a VMFS datastore. */
export class Datastore extends SocleResource implements IDatastore {
  readonly resource: DatastoreResource;
  private readonly cpools: ICpool[] = [];

  constructor(scope: Construct, id: string, props: DatastoreProps) {
    super(scope, id, props);
    this.resource = new DatastoreResource(this, INSIDE, {
      ...ownArguments(this.name, props),
      lifecycle: CREATE_BEFORE_DESTROY,
      availabilityZone: props.availabilityZone,
      storageClass: props.storageClass,
      sizeGib: props.size.toGib(),
      allowDestroy: props.allowDestroy,
    });
    if (props.cpools) this.mountOn(...props.cpools);
  }

  /** A datastore that stands outside this app. */
  static fromId(id: string): IDatastore {
    nameInId(id, 'datastores');
    return { datastoreId: id };
  }

  /** Presents the LUN to the hypervisors of these Cpools, so that their VMs may have disks on it. */
  mountOn(...cpools: ICpool[]): this {
    this.cpools.push(...cpools);
    this.resource.cpoolIds = this.cpools.map((cpool) => cpool.cpoolId);
    return this;
  }

  /**
   * Copies it to another zone of the region, and names the Cpool there that takes over. The mirror stands beside the datastore,
   * in its tenant, and is called after both ends unless it has a name of its own.
   */
  mirrorTo(availabilityZone: string, options: MirrorOptions = {}): GlobalMirrorLun {
    const name = options.name ?? `${this.name}-to-${availabilityZone}`;
    return new GlobalMirrorLun(this.home, name, { ...this.ownership, ...options, datastore: this, secondaryAvailabilityZone: availabilityZone });
  }

  get datastoreId(): string {
    return this.id;
  }

  /** IOPS limit of the LUN, for Terraform to fill in; null for mass storage. */
  get iopsLimit(): number {
    return this.resource.iopsLimit;
  }

  /** What is billed, per GiB, or per TiB of mass storage. */
  get sku(): string {
    return this.resource.sku;
  }

  /** World-wide number of the LUN, known after apply. */
  get lunUid(): string {
    return this.resource.lunUid;
  }
}

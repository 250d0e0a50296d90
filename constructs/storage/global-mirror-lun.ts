import type { Construct } from 'constructs';
import type { Duration } from '../duration';
import { GlobalMirrorLun as GlobalMirrorLunResource } from '../generated/providers/socle/global-mirror-lun';
import { INSIDE } from '../inside';
import { type ICpool, type IDatastore, type IMechanism, nameInId } from '../references';
import type { Size } from '../size';
import { ownArguments, SocleResource, type TenantResourceProps } from '../socle-resource';
import type { StorageClass } from './storage-class';

/** How a LUN is mirrored. */
export enum MirrorMode {
  /** Asynchronously. */
  GLOBAL = 'global',
  /** Synchronously; not sold any more. */
  METRO = 'metro',
}

/** Where the VMs of a mirrored LUN are to run. */
export enum MirrorRole {
  /** On the primary. */
  PRIMARY = 'primary',
  /** In the standby Cpool, on the copy: a service request is filed, the copy presented, the VMs started. */
  FAILED_OVER = 'failed_over',
}

/** What a mirror may say beside its two ends. */
export interface MirrorOptions extends TenantResourceProps {
  /** Cpool of the other zone that starts the VMs after a failover. Without one no compute is reserved. */
  readonly standby?: ICpool;
  /** Time between two consistent points, 60 seconds to a day; every write is forwarded as it comes unless given. */
  readonly cyclePeriod?: Duration;
  /** Mirrors of one group stop at one point in time. */
  readonly consistencyGroup?: string;
  /** Accepts that the standby Cpool does not hold everything it would have to start. */
  readonly acceptDegraded?: boolean;
  /** Fails over, or back; the primary's role unless given. */
  readonly desiredRole?: MirrorRole;
  /** Class of the copy; it follows the primary for ever unless given. */
  readonly secondaryStorageClass?: StorageClass;
  /** Size of the copy; it follows the primary for ever unless given. */
  readonly secondarySize?: Size;
  /** Asynchronous unless given; the other mode is not sold any more. */
  readonly mode?: MirrorMode;
  /** Lets a plan replace or destroy it although a recovery depends on it. */
  readonly allowDestroy?: boolean;
}

export interface GlobalMirrorLunProps extends MirrorOptions {
  /** Datastore that is copied: the primary. */
  readonly datastore: IDatastore;
  /** Zone of the same region that holds the copy (`Zone`). */
  readonly secondaryAvailabilityZone: string;
}

/** An asynchronous copy of a LUN in another zone of the region: RPO 15 minutes, RTO under 4 hours. */
export class GlobalMirrorLun extends SocleResource implements IMechanism {
  readonly resource: GlobalMirrorLunResource;

  constructor(scope: Construct, id: string, props: GlobalMirrorLunProps) {
    super(scope, id, props);
    this.resource = new GlobalMirrorLunResource(this, INSIDE, {
      ...ownArguments(this.name, props),
      datastoreId: props.datastore.datastoreId,
      secondaryAvailabilityZone: props.secondaryAvailabilityZone,
      secondaryStorageClass: props.secondaryStorageClass,
      secondarySizeGib: props.secondarySize?.toGib(),
      mode: props.mode,
      cyclePeriodSeconds: props.cyclePeriod?.toSeconds(),
      standbyCpoolId: props.standby?.cpoolId,
      acceptDegraded: props.acceptDegraded,
      desiredRole: props.desiredRole,
      consistencyGroup: props.consistencyGroup,
      allowDestroy: props.allowDestroy,
    });
  }

  /** A mirror that stands outside this app. */
  static fromId(id: string): IMechanism {
    nameInId(id, 'global-mirror-luns');
    return { mechanismId: id };
  }

  get mechanismId(): string {
    return this.id;
  }

  /** World-wide number of the copy, known after apply. */
  get secondaryLunUid(): string {
    return this.resource.secondaryLunUid;
  }

  /** What is billed for the mirroring, per TiB of the primary. */
  get sku(): string {
    return this.resource.sku;
  }
}

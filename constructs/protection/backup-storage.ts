import type { Construct } from 'constructs';
import { BackupStorage as BackupStorageResource } from '../generated/providers/socle/backup-storage';
import { INSIDE } from '../inside';
import { type IBackupStorage, nameInId } from '../references';
import type { Size } from '../size';
import { ownArguments, SocleResource, type TenantResourceProps } from '../socle-resource';

export interface BackupStorageProps extends TenantResourceProps {
  /** Zone that keeps the backups (`Zone`); never the zone of the VMs. */
  readonly availabilityZone: string;
  /** Quota, in whole TiB. */
  readonly size: Size;
  /** Lets a plan replace or destroy it although policies keep copies in it. */
  readonly allowDestroy?: boolean;
}

/** Quota of mass storage for backups, in a zone other than that of the VMs. */
export class BackupStorage extends SocleResource implements IBackupStorage {
  readonly resource: BackupStorageResource;

  constructor(scope: Construct, id: string, props: BackupStorageProps) {
    super(scope, id, props);
    this.resource = new BackupStorageResource(this, INSIDE, {
      ...ownArguments(this.name, props),
      availabilityZone: props.availabilityZone,
      sizeTib: props.size.toTib(),
      allowDestroy: props.allowDestroy,
    });
  }

  /** A quota that stands outside this app. */
  static fromId(id: string): IBackupStorage {
    nameInId(id, 'backup-storages');
    return { backupStorageId: id };
  }

  get backupStorageId(): string {
    return this.id;
  }

  /** What is billed, per TiB. */
  get sku(): string {
    return this.resource.sku;
  }
}

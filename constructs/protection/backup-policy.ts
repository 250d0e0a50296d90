import type { Construct } from 'constructs';
import { BackupPolicy as BackupPolicyResource } from '../generated/providers/socle/backup-policy';
import { INSIDE } from '../inside';
import { type IBackupPolicy, type IBackupStorage, nameInId } from '../references';
import { CREATE_BEFORE_DESTROY, ownArguments, SocleResource, type TenantResourceProps } from '../socle-resource';
import type { Contact } from './contact';

/** Daily points of a policy that says nothing of what it keeps: a policy that keeps nothing is refused. */
export const DEFAULT_KEEP_DAILY = 14;

export interface BackupPolicyProps extends TenantResourceProps {
  /** Zone that keeps the copies (`Zone`); never the zone of the VMs it protects. */
  readonly availabilityZone: string;
  /** Quota that its copies take their space from, in the same zone. */
  readonly backupStorage?: IBackupStorage;
  /** Who settles the details with support. */
  readonly contact: Contact;
  /** Daily points that are kept; 14 where no `keep…` is given. */
  readonly keepDaily?: number;
  /** Weekly points that are kept. */
  readonly keepWeekly?: number;
  /** Monthly points that are kept. */
  readonly keepMonthly?: number;
  /** Yearly points that are kept. */
  readonly keepYearly?: number;
  /** Stops its backups; no running VM may depend on it then. */
  readonly suspended?: boolean;
  /** Day of the last restore test, as `2026-01-31`. */
  readonly restoreTestedOn?: string;
  /** Lets a plan replace or destroy it although VMs depend on it. */
  readonly allowDestroy?: boolean;
}

/** How many backup points are kept, and in which zone. */
export class BackupPolicy extends SocleResource implements IBackupPolicy {
  readonly resource: BackupPolicyResource;

  constructor(scope: Construct, id: string, props: BackupPolicyProps) {
    super(scope, id, props);
    this.resource = new BackupPolicyResource(this, INSIDE, {
      ...ownArguments(this.name, props),
      lifecycle: CREATE_BEFORE_DESTROY,
      availabilityZone: props.availabilityZone,
      backupStorageId: props.backupStorage?.backupStorageId,
      contact: props.contact,
      keepDaily: props.keepDaily ?? (saysNothingOfKeeping(props) ? DEFAULT_KEEP_DAILY : undefined),
      keepWeekly: props.keepWeekly,
      keepMonthly: props.keepMonthly,
      keepYearly: props.keepYearly,
      suspended: props.suspended,
      restoreTestedOn: props.restoreTestedOn,
      allowDestroy: props.allowDestroy,
    });
  }

  /** A policy that stands outside this app. */
  static fromId(id: string): IBackupPolicy {
    nameInId(id, 'backup-policies');
    return { backupPolicyId: id };
  }

  get backupPolicyId(): string {
    return this.id;
  }
}

const saysNothingOfKeeping = (props: BackupPolicyProps): boolean =>
  props.keepWeekly === undefined && props.keepMonthly === undefined && props.keepYearly === undefined;

import type { Construct } from 'constructs';
import { Snapshot as SnapshotResource } from '../generated/providers/socle/snapshot';
import { INSIDE } from '../inside';
import type { IVirtualMachine } from '../references';
import { ownArguments, SocleResource, type TenantResourceProps } from '../socle-resource';

export interface SnapshotProps extends TenantResourceProps {
  /** VM of which it is taken. */
  readonly virtualMachine: IVirtualMachine;
}

/** A point to which a VM's disks can go back. It grows with the VM's writes: keep it for hours, not for weeks. */
export class Snapshot extends SocleResource {
  readonly resource: SnapshotResource;

  constructor(scope: Construct, id: string, props: SnapshotProps) {
    super(scope, id, props);
    this.resource = new SnapshotResource(this, INSIDE, {
      ...ownArguments(this.name, props),
      virtualMachineId: props.virtualMachine.virtualMachineId,
    });
  }

  /** When it was taken, known after apply. */
  get createdAt(): string {
    return this.resource.createdAt;
  }
}

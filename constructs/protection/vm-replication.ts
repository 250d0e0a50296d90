import type { Construct } from 'constructs';
import type { Duration } from '../duration';
import { VmReplication as VmReplicationResource } from '../generated/providers/socle/vm-replication';
import { INSIDE } from '../inside';
import { type ICpool, type IDatastore, type IMechanism, type IVirtualMachine, nameInId } from '../references';
import { ownArguments, SocleResource, type TenantResourceProps } from '../socle-resource';

/** How a VM is replicated. */
export interface ReplicationOptions extends TenantResourceProps {
  /** Time between two pushes, 1 to 24 whole hours: what may be lost at most. */
  readonly every: Duration;
  /** Stops the pushes; the copy stays as it is. */
  readonly paused?: boolean;
  /** Accepts that the target Cpool does not hold everything it would have to start. */
  readonly acceptDegraded?: boolean;
}

export interface VmReplicationProps extends ReplicationOptions {
  /** VM that is replicated. */
  readonly virtualMachine: IVirtualMachine;
  /** Cpool of another zone that starts the copy. */
  readonly targetCpool: ICpool;
  /** Datastore that holds the copy; it needs as much space as the VM has disks. */
  readonly targetDatastore: IDatastore;
}

/** Pushes a VM's writes to another zone every few hours. RPO is the interval, RTO under 15 minutes. */
export class VmReplication extends SocleResource implements IMechanism {
  readonly resource: VmReplicationResource;

  constructor(scope: Construct, id: string, props: VmReplicationProps) {
    super(scope, id, props);
    this.resource = new VmReplicationResource(this, INSIDE, {
      ...ownArguments(this.name, props),
      virtualMachineId: props.virtualMachine.virtualMachineId,
      targetCpoolId: props.targetCpool.cpoolId,
      targetDatastoreId: props.targetDatastore.datastoreId,
      intervalHours: props.every.toHours(),
      paused: props.paused,
      acceptDegraded: props.acceptDegraded,
    });
  }

  /** A replication that stands outside this app. */
  static fromId(id: string): IMechanism {
    nameInId(id, 'vm-replications');
    return { mechanismId: id };
  }

  get mechanismId(): string {
    return this.id;
  }

  /** What is billed, per VM. */
  get sku(): string {
    return this.resource.sku;
  }
}

/** How long a failover takes: the provider presents a copy to other hypervisors by hand, upon a service request. */
import type { World } from '../../core/world';
import { FAILOVER_MINUTES } from './advice';

/** Minutes from the request until the VMs of a mirrored LUN start at the standby. */
export const failoverMinutes = (world: World): number => world.failover_minutes ?? FAILOVER_MINUTES;

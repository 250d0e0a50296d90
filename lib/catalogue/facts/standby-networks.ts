/** The networks that VMs need where they are started after a failover. Shared by the rules on mirrors and on replications. */
import type { Node, Outcome, RuleContext } from '../../core/rule';
import type { World } from '../../core/world';
import { areZones } from './regions';

const connected = {
  of: 'virtual_machine',
  reads: ['power_state'],
  followsEach: { networks: { of: 'network', via: 'network_interfaces[].network_id', reads: ['availability_zones'] } },
} as const;

/** Whether a network does not exist in a zone. Not said where a zone is misspelt: which of them was meant is not known then. */
export const isLacking = (network: { readonly availability_zones: readonly string[] }, zone: string, world: World | undefined): boolean =>
  !network.availability_zones.includes(zone) && areZones(world, zone, ...network.availability_zones);

/** How a rule sees a protected VM. */
export const connectedVm = connected;
type ConnectedVm = Node<typeof connected>;

/** REPLICATION-026 for the VMs that one mechanism protects; VMs that do not run are not started there either. */
export function networksOutcome(
  vms: readonly ConnectedVm[],
  standby: { readonly at: string; readonly zone: string },
  { world }: Pick<RuleContext, 'world'>,
): Outcome {
  const lacking = new Map<string, string[]>();
  for (const vm of vms.filter((each) => each.power_state === 'on'))
    for (const network of vm.networks.filter((each) => isLacking(each, standby.zone, world)))
      lacking.set(network.id, [...(lacking.get(network.id) ?? []), vm.id]);
  return [...lacking].map(([network, users]) => ({
    at: standby.at,
    message: `${users.sort().join(', ')} would start in ${standby.zone} without ${network}, which does not exist there`,
    fix: `add "${standby.zone}" to the availability_zones of ${network}`,
  }));
}

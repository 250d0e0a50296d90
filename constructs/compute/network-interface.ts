import type { VirtualMachineNetworkInterfaces } from '../generated/providers/socle/virtual-machine';
import type { INetwork } from '../references';

/** What an interface may say beside its network. */
export interface InterfaceOptions {
  /** Name, unique in the VM: interfaces are matched by it. The network's name unless given. */
  readonly name?: string;
  /** MAC address, as `00:50:56:aa:bb:cc`; the platform picks one unless given. */
  readonly macAddress?: string;
}

/** A network interface of a VM. */
export interface NetworkInterface extends InterfaceOptions {
  /** Network that it is connected to; it must exist in the VM's zone. */
  readonly network: INetwork;
}

/** An interface as Terraform writes it. */
export function interfaceBlock({ network, name, macAddress }: NetworkInterface): VirtualMachineNetworkInterfaces {
  return { name: name ?? network.networkName, networkId: network.networkId, macAddress };
}

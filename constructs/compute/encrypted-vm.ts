import type { Construct } from 'constructs';
import type { IKeyProvider } from '../references';
import { VirtualMachine } from './virtual-machine';
import type { VirtualMachineProps } from './virtual-machine-props';

export interface EncryptedVmProps extends VirtualMachineProps {
  /** Where its key comes from. */
  readonly keyProvider: IKeyProvider;
}

/**
 * A virtual machine that is encrypted from the start. A plan may stop and start it, which switching encryption on or over needs.
 * It stands on datastores without a mirror, and is not replicated: its backups are what survives its zone.
 */
export class EncryptedVm extends VirtualMachine {
  constructor(scope: Construct, id: string, props: EncryptedVmProps) {
    super(scope, id, { allowPowerCycle: true, ...props });
  }
}

import { LocalBackend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import {
  BackupPolicy,
  BackupStorage,
  BladeClass,
  Cpool,
  Datastore,
  RequestKind,
  Runbook,
  ServiceRequest,
  Size,
  SocleProvider,
  StorageClass,
  VirtualMachine,
  Zone,
} from 'socle';

/** Who answers for the change. */
const CHANGE_DESK = { name: 'Change desk', email: 'changes@bank.example', phone: '+33 1 00 00 00 00' };

/** The ledger, behind a gate of steps that people do. */
export class Ledger extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: '../../../ledger.tfstate' });
    new SocleProvider(this, 'socle');
    const request = new ServiceRequest(this, 'blades', {
      kind: RequestKind.QUOTA,
      subject: 'Two blades of class standard-v3 in par7s',
      contact: CHANGE_DESK,
    });
    const cutOver = new Runbook(this, 'cut-over', {
      steps: [
        // Confirmed by what support has answered: nobody has to type it.
        { name: 'request', by: 'Change desk', instruction: 'Order the blades', confirmed: request.reference },
        { name: 'approval', by: 'Change board', instruction: 'Approve the change and give its number' },
        { name: 'freeze', by: 'Payments', instruction: 'Stop the night batch and give the time' },
      ],
    });
    cutOver.comesBefore(this.ledger());
  }

  private ledger(): VirtualMachine {
    const cpool = new Cpool(this, 'production', { availabilityZone: Zone.PAR7S, bladeClass: BladeClass.STANDARD_V3, hostCount: 2 });
    const lun = { availabilityZone: Zone.PAR7S, storageClass: StorageClass.PREMIUM, size: Size.gib(500) };
    const datastore = new Datastore(this, 'systems', { ...lun, cpools: [cpool] });
    const backupStorage = new BackupStorage(this, 'copies', { availabilityZone: Zone.TH3S, size: Size.tib(1) });
    const policy = new BackupPolicy(this, 'nightly', { availabilityZone: Zone.TH3S, backupStorage, contact: CHANGE_DESK });
    return new VirtualMachine(this, 'ledger', { cpool, vcpus: 4, memory: Size.gib(32), template: 'rhel-9' })
      .addDisk({ name: 'system', size: Size.gib(80), datastore })
      .protectWith(policy);
  }
}

import { LocalBackend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import {
  BackupPolicy,
  BackupStorage,
  BladeClass,
  Cpool,
  Criticality,
  Datastore,
  Duration,
  EncryptedVm,
  KeyProvider,
  Network,
  Service,
  Size,
  SocleProvider,
  StorageClass,
  Subscription,
  VirtualMachine,
  Zone,
} from 'socle';

/** Whom the provider calls about backups. */
const OPERATIONS = { name: 'Operations desk', email: 'operations@hospital.example', phone: '+33 1 00 00 00 00' };
const SERVER = { vcpus: 4, memory: Size.gib(32), template: 'debian-12' };

export interface HospitalProps {
  /** Encrypts the appointments too, although their datastore is mirrored: synthesis then tells why that cannot be. */
  readonly encryptAppointments: boolean;
}

/** Two ways to protect a VM that exclude each other: its own key, and a copy of its LUN in another zone. */
export class Hospital extends TerraformStack {
  private readonly production: Cpool;
  private readonly network: Network;
  private readonly nightly: BackupPolicy;

  constructor(scope: Construct, id: string, { encryptAppointments }: HospitalProps) {
    super(scope, id);
    new LocalBackend(this, { path: '../../../hospital.tfstate' });
    new SocleProvider(this, 'socle');
    const hosts = { bladeClass: BladeClass.STANDARD_V3, hostCount: 2 };
    this.production = new Cpool(this, 'production', { availabilityZone: Zone.PAR7S, ...hosts });
    this.network = new Network(this, 'care', { availabilityZones: [Zone.PAR7S, Zone.TH3S], vlanId: 300 });
    const backupStorage = new BackupStorage(this, 'copies', { availabilityZone: Zone.AZ07, size: Size.tib(6) });
    this.nightly = new BackupPolicy(this, 'nightly', { availabilityZone: Zone.AZ07, backupStorage, contact: OPERATIONS, keepDaily: 30 });

    const subscription = new Subscription(this, 'advanced-protection', { service: Service.ADVANCED_PROTECTION });
    const hsm = KeyProvider.hsm(this, 'hsm', { subscription });
    this.records(hsm);
    const appointments = this.images(new Cpool(this, 'standby', { availabilityZone: Zone.TH3S, ...hosts }));
    if (encryptAppointments) appointments.encryptWith(hsm);
  }

  /** Encrypted, and not mirrored: what survives their zone is last night's backup, and their objective says so. */
  private records(keyProvider: KeyProvider): void {
    const datastore = this.datastore('records', StorageClass.PREMIUM);
    for (const name of ['patient-records', 'prescriptions']) {
      new EncryptedVm(this, name, { ...SERVER, cpool: this.production, keyProvider, criticality: Criticality.VITAL, rpo: Duration.days(1) })
        .addDisk({ name: 'system', size: Size.gib(60), datastore })
        .addDisk({ name: 'data', size: Size.gib(300), datastore })
        .attachTo(this.network)
        .protectWith(this.nightly);
    }
  }

  /** Mirrored, and in the clear. The appointments, which are sensitive, stand among them: the price of an RPO of 15 minutes. */
  private images(standby: Cpool): VirtualMachine {
    const datastore = this.datastore('images', StorageClass.STANDARD);
    datastore.mirrorTo(Zone.TH3S, { standby });
    const server = (name: string, criticality: Criticality) =>
      new VirtualMachine(this, name, { ...SERVER, cpool: this.production, criticality, rpo: Duration.minutes(15), rto: Duration.hours(4) })
        .addDisk({ name: 'system', size: Size.gib(60), datastore })
        .addDisk({ name: 'data', size: Size.gib(400), datastore })
        .attachTo(this.network)
        .protectWith(this.nightly);
    server('image-archive', Criticality.STANDARD);
    return server('appointments', Criticality.SENSITIVE);
  }

  private datastore(name: string, storageClass: StorageClass): Datastore {
    return new Datastore(this, name, { availabilityZone: Zone.PAR7S, storageClass, size: Size.gib(1200), cpools: [this.production] });
  }
}

import { LocalBackend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import {
  BackupPolicy,
  BackupStorage,
  BladeClass,
  Cpool,
  Datastore,
  Duration,
  Network,
  ProtectedWorkload,
  Size,
  SocleProvider,
  StorageClass,
  Zone,
} from 'socle';

/** Whom the provider calls about backups. */
const OPERATIONS = { name: 'Operations desk', email: 'operations@insurer.example', phone: '+33 1 00 00 00 00' };
/** What the board has promised the regulator for claims. */
const CLAIMS_OBJECTIVES = { rpo: Duration.minutes(15), rto: Duration.hours(4) };
/** Documents change rarely, and are wanted back first. */
const DOCUMENT_OBJECTIVES = { rpo: Duration.hours(6), rto: Duration.minutes(15) };

/** Production in par7s, its standby in th3s, its backups in az07: no zone holds two of them. */
export class Claims extends TerraformStack {
  private readonly production: Cpool;
  private readonly network: Network;
  private readonly workload: ProtectedWorkload;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: '../../../claims.tfstate' });
    new SocleProvider(this, 'socle');
    const hosts = { bladeClass: BladeClass.STANDARD_V3, hostCount: 3, memory: Size.gib(640) };
    this.production = new Cpool(this, 'production', { availabilityZone: Zone.PAR7S, ...hosts });
    // A VLAN of both zones: after a failover every VM keeps its address.
    this.network = new Network(this, 'claims-network', { availabilityZones: [Zone.PAR7S, Zone.TH3S], vlanId: 200 });
    this.workload = new ProtectedWorkload(this, 'claims', {
      availabilityZone: Zone.PAR7S,
      standbyAvailabilityZone: Zone.TH3S,
      cpool: this.production,
      // Blades are all that is told of the standby Cpool: its hosts and its memory follow from the VMs below.
      standby: { bladeClass: BladeClass.STANDARD_V3 },
      backupPolicies: [this.nightly()],
    });
    this.claims();
    this.documents();
  }

  /** Outside both zones, so that backups outlive a failover too. */
  private nightly(): BackupPolicy {
    const backupStorage = new BackupStorage(this, 'copies', { availabilityZone: Zone.AZ07, size: Size.tib(12) });
    return new BackupPolicy(this, 'nightly', { availabilityZone: Zone.AZ07, backupStorage, contact: OPERATIONS, keepDaily: 14, keepWeekly: 4 });
  }

  /** Mirrored: data and log stop at one point in time, since a workload's mirrors form one consistency group. */
  private claims(): void {
    const data = this.workload.addDatastore('claims-data', { storageClass: StorageClass.PREMIUM, size: Size.tib(2) });
    const logs = this.workload.addDatastore('claims-logs', { storageClass: StorageClass.PREMIUM, size: Size.gib(500) });
    const systems = this.workload.addDatastore('claims-systems', { storageClass: StorageClass.STANDARD, size: Size.tib(1) });
    const database = this.workload.addVirtualMachine('claims-database', {
      ...CLAIMS_OBJECTIVES,
      vcpus: 16,
      memory: Size.gib(128),
      memoryReservation: Size.gib(128),
      template: 'rhel-9',
      recoveryPriority: 1,
    });
    database
      .addDisk({ name: 'system', size: Size.gib(80), datastore: systems })
      .addDisk({ name: 'data', size: Size.tib(1), datastore: data, reservedIops: 3000 })
      .addDisk({ name: 'log', size: Size.gib(300), datastore: logs, reservedIops: 1000 })
      .attachTo(this.network);
    const servers = ['claims-app-1', 'claims-app-2'].map((name) =>
      this.workload
        .addVirtualMachine(name, {
          ...CLAIMS_OBJECTIVES,
          vcpus: 8,
          memory: Size.gib(64),
          template: 'rhel-9',
          recoveryPriority: 2,
          recoveryDelay: Duration.minutes(2),
        })
        .addDisk({ name: 'system', size: Size.gib(80), datastore: systems })
        .attachTo(this.network),
    );
    this.production.keepApart('claims-servers', servers);
  }

  /** Replicated by itself every five hours (a push takes its time too): starts within minutes, at the price of an older copy. */
  private documents(): void {
    const lun = { storageClass: StorageClass.ESSENTIAL, size: Size.tib(2) };
    const datastore = new Datastore(this, 'documents', { ...lun, availabilityZone: Zone.PAR7S, cpools: [this.production] });
    const copies = new Datastore(this, 'documents-copies', { ...lun, availabilityZone: Zone.TH3S, cpools: [this.workload.standby] });
    this.workload
      .addVirtualMachine('document-server', {
        ...DOCUMENT_OBJECTIVES,
        vcpus: 4,
        memory: Size.gib(32),
        template: 'debian-12',
        replication: { datastore: copies, every: Duration.hours(5) },
        // Its copy waits for no mirror: in the first group it is back before the claims.
        recoveryPriority: 1,
      })
      .addDisk({ name: 'system', size: Size.gib(60), datastore })
      .addDisk({ name: 'documents', size: Size.tib(1), datastore })
      .attachTo(this.network);
  }
}

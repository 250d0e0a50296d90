import { LocalBackend, TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { BackupPolicy, BackupStorage, BladeClass, Cpool, Datastore, Network, Size, SocleProvider, StorageClass, Zone } from 'socle';
import { lastRestoreTest } from '../bank/restore-test';

/** Whom the provider calls about backups. */
const OPERATIONS = { name: 'Operations desk', email: 'operations@bank.example', phone: '+33 1 00 00 00 00' };

/** Compute, storage, networks and backups in two zones: production in par7s, standby in th3s. */
export class Foundation extends TerraformStack {
  readonly production: Cpool;
  readonly standby: Cpool;
  /** Databases. */
  readonly databases: Datastore;
  /** Application servers. */
  readonly applications: Datastore;
  /** Directory servers of the standby zone. */
  readonly standbySystems: Datastore;
  readonly frontNetwork: Network;
  readonly backNetwork: Network;
  readonly managementNetwork: Network;
  /** For VMs in par7s: their copies lie in th3s. */
  readonly productionDaily: BackupPolicy;
  /** For databases in par7s, which the auditor wants back after a year. */
  readonly productionAudited: BackupPolicy;
  /** For VMs in th3s: their copies lie in par7s. */
  readonly standbyDaily: BackupPolicy;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    new LocalBackend(this, { path: '../../../foundation.tfstate' });
    new SocleProvider(this, 'socle');

    // Mistake 1: the running VMs take more than 85 % of this memory.
    this.production = new Cpool(this, 'production', {
      availabilityZone: Zone.PAR7S,
      bladeClass: BladeClass.STANDARD_V3,
      hostCount: 4,
      memory: Size.gib(832),
    });
    // Mistake 2: two blades of this class hold 768 GiB.
    this.standby = new Cpool(this, 'standby', {
      availabilityZone: Zone.TH3S,
      bladeClass: BladeClass.STANDARD_V3,
      hostCount: 2,
      memory: Size.tib(1),
    });

    // Mistake 3: the disks would fit, but not beside the swap files.
    this.databases = new Datastore(this, 'databases', { availabilityZone: Zone.PAR7S, storageClass: StorageClass.PREMIUM, size: Size.tib(3) });
    this.databases.mountOn(this.production);
    this.applications = new Datastore(this, 'applications', {
      availabilityZone: Zone.PAR7S,
      storageClass: StorageClass.STANDARD,
      size: Size.tib(3),
    });
    this.applications.mountOn(this.production);
    this.standbySystems = new Datastore(this, 'standby-systems', {
      availabilityZone: Zone.TH3S,
      storageClass: StorageClass.ESSENTIAL,
      size: Size.tib(1),
    });
    this.standbySystems.mountOn(this.standby);

    const bothZones = [Zone.PAR7S, Zone.TH3S];
    this.frontNetwork = new Network(this, 'front', {
      vlanId: 100,
      availabilityZones: [Zone.PAR7S],
      description: 'Web servers, behind the load balancer',
    });
    this.backNetwork = new Network(this, 'back', { vlanId: 110, availabilityZones: bothZones, description: 'Application servers and databases' });
    // Mistake 4: VLAN 110 is the back network's.
    this.managementNetwork = new Network(this, 'management', { vlanId: 110, availabilityZones: bothZones, description: 'Directory and monitoring' });

    // The copies of one zone lie in the other, within a quota that is ordered there.
    const copiesInTh3s = new BackupStorage(this, 'copies-in-th3s', { availabilityZone: Zone.TH3S, size: Size.tib(32) });
    const copiesInPar7s = new BackupStorage(this, 'copies-in-par7s', { availabilityZone: Zone.PAR7S, size: Size.tib(1) });
    const everyDay = { contact: OPERATIONS, restoreTestedOn: lastRestoreTest(), keepDaily: 14 };
    const ofProduction = { ...everyDay, availabilityZone: Zone.TH3S, backupStorage: copiesInTh3s };
    this.productionDaily = new BackupPolicy(this, 'production-daily', ofProduction);
    this.productionAudited = new BackupPolicy(this, 'production-audited', { ...ofProduction, keepWeekly: 8, keepMonthly: 12 });
    this.standbyDaily = new BackupPolicy(this, 'standby-daily', {
      ...everyDay,
      availabilityZone: Zone.PAR7S,
      backupStorage: copiesInPar7s,
    });

    new TerraformOutput(this, 'production_memory_gib', { value: this.production.memoryGib, description: 'Memory activated in production' });
    new TerraformOutput(this, 'databases_iops', { value: this.databases.iopsLimit, description: 'IOPS that the databases share' });
  }
}

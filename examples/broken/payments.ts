import { LocalBackend, TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { type Disk, RestartPriority, Size, SocleProvider, VirtualMachine } from 'socle';
import type { Foundation } from './foundation';

/** What a server of the application is made of. */
interface Server {
  readonly vcpus: number;
  readonly memory: Size;
  readonly template: string;
  readonly disks: readonly Disk[];
  readonly restartPriority?: RestartPriority;
}

/** The payment application: web and application servers, a database, its reporting, and what they log in with. */
export class Payments extends TerraformStack {
  constructor(
    scope: Construct,
    id: string,
    private readonly foundation: Foundation,
  ) {
    super(scope, id);
    new LocalBackend(this, { path: '../../../payments.tfstate' });
    new SocleProvider(this, 'socle');

    const web = ['web-1', 'web-2'].map((name) => this.webServer(name));
    // Mistake 5: five servers are kept apart on four hosts.
    const application = ['app-1', 'app-2', 'app-3', 'app-4', 'app-5'].map((name) => this.applicationServer(name));
    const directory = ['directory-1', 'directory-2'].map((name) => this.directoryServer(name));
    foundation.production.keepApart('web-servers', web);
    foundation.production.keepApart('application-servers', application);
    foundation.production.keepApart('directory-servers', directory);

    const database = this.database();
    this.reporting();
    this.batch();
    this.monitoring();
    this.standbyDirectoryServer();

    new TerraformOutput(this, 'database_id', { value: database.id, description: 'The payments database' });
    new TerraformOutput(this, 'application_server_ids', { value: application.map((server) => server.id) });
  }

  private webServer(name: string): VirtualMachine {
    const { applications, frontNetwork, backNetwork } = this.foundation;
    const disks = [{ name: 'system', size: Size.gib(60), datastore: applications }];
    return this.server(name, { vcpus: 4, memory: Size.gib(16), template: 'debian-12', disks })
      .attachTo(frontNetwork)
      .attachTo(backNetwork)
      .protectWith(this.foundation.productionDaily);
  }

  private applicationServer(name: string): VirtualMachine {
    const { applications, backNetwork, productionDaily } = this.foundation;
    const disks = [
      { name: 'system', size: Size.gib(80), datastore: applications },
      // Mistake 6: the five servers reserve 5,000 IOPS of a datastore that has 4,500.
      { name: 'data', size: Size.gib(200), datastore: applications, reservedIops: 1000 },
    ];
    return this.server(name, { vcpus: 8, memory: Size.gib(64), template: 'rhel-9', disks })
      .attachTo(backNetwork)
      .protectWith(productionDaily);
  }

  private directoryServer(name: string): VirtualMachine {
    const { applications, managementNetwork, productionDaily } = this.foundation;
    const disks = [{ name: 'system', size: Size.gib(80), datastore: applications }];
    const restartPriority = RestartPriority.HIGH;
    return this.server(name, { vcpus: 2, memory: Size.gib(8), template: 'windows-server-2022', disks, restartPriority })
      .attachTo(managementNetwork)
      .protectWith(productionDaily);
  }

  /** All of its memory is reserved: it is never swapped, and needs no swap file beside its disks. */
  private database(): VirtualMachine {
    const { production, databases, backNetwork, productionAudited } = this.foundation;
    return new VirtualMachine(this, 'database', {
      cpool: production,
      vcpus: 16,
      memory: Size.gib(192),
      memoryReservation: Size.gib(192),
      template: 'rhel-9',
      restartPriority: RestartPriority.HIGH,
    })
      .addDisk({ name: 'system', size: Size.gib(80), datastore: databases })
      .addDisk({ name: 'data', size: Size.tib(1.5), datastore: databases, reservedIops: 4000, peakIops: 5500 })
      .addDisk({ name: 'log', size: Size.gib(300), datastore: databases, reservedIops: 1500, peakIops: 2000 })
      .attachTo(backNetwork)
      .protectWith(productionAudited);
  }

  private reporting(): VirtualMachine {
    const { databases, backNetwork, productionDaily } = this.foundation;
    const disks = [
      { name: 'system', size: Size.gib(80), datastore: databases },
      { name: 'data', size: Size.tib(1), datastore: databases, peakIops: 1000 },
    ];
    return this.server('reporting', { vcpus: 8, memory: Size.gib(96), template: 'rhel-9', disks, restartPriority: RestartPriority.LOW })
      .attachTo(backNetwork)
      .protectWith(productionDaily);
  }

  /** Mistake 7: nothing backs it up. */
  private batch(): VirtualMachine {
    const { applications, backNetwork } = this.foundation;
    const disks = [{ name: 'system', size: Size.gib(120), datastore: applications }];
    return this.server('batch', { vcpus: 8, memory: Size.gib(64), template: 'rhel-9', disks, restartPriority: RestartPriority.LOW }).attachTo(
      backNetwork,
    );
  }

  private monitoring(): VirtualMachine {
    const { applications, managementNetwork, productionDaily } = this.foundation;
    const disks = [
      { name: 'system', size: Size.gib(60), datastore: applications },
      { name: 'metrics', size: Size.gib(300), datastore: applications, peakIops: 500 },
    ];
    return this.server('monitoring', { vcpus: 4, memory: Size.gib(32), template: 'debian-12', disks })
      .attachTo(managementNetwork)
      .protectWith(productionDaily);
  }

  /** Runs in the standby zone already, so that people can log in there when production is lost. */
  private standbyDirectoryServer(): VirtualMachine {
    const { standby, applications, frontNetwork, productionDaily } = this.foundation;
    return (
      new VirtualMachine(this, 'directory-3', {
        cpool: standby,
        vcpus: 2,
        memory: Size.gib(8),
        template: 'windows-server-2022',
        restartPriority: RestartPriority.HIGH,
      })
        // Mistake 8: this datastore is in the other zone, so the standby Cpool does not mount it.
        .addDisk({ name: 'system', size: Size.gib(80), datastore: applications })
        // Mistake 9: the front network exists in par7s only.
        .attachTo(frontNetwork)
        // Mistake 10: this policy keeps its copies in the standby zone itself.
        .protectWith(productionDaily)
    );
  }

  private server(name: string, server: Server): VirtualMachine {
    return new VirtualMachine(this, name, { cpool: this.foundation.production, ...server });
  }
}

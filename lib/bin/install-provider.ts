/** Lays the provider out where Terraform and OpenTofu look for it: an implicit or a filesystem mirror. */
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

const VERSION = '0.1.0';
/** The default hosts of terraform and tofu: `socle/socle` means another one in each. */
const HOSTS = ['registry.terraform.io', 'registry.opentofu.org'];
const NAME = 'terraform-provider-socle';

const SYSTEMS: Readonly<Record<string, string>> = { win32: 'windows' };
const MACHINES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/** This machine in Terraform's words, such as `linux_amd64`. */
export const targetOf = (system: string, machine: string): string => `${SYSTEMS[system] ?? system}_${MACHINES[machine] ?? machine}`;

export interface InstallOptions {
  /** Root of the mirror: `~/.terraform.d/plugins`, for example. Made where it is missing. */
  readonly into: string;
  /** The built provider: the folder that holds the bundle; the package's own unless given. */
  readonly from?: string;
}

/** Both `lib/bin` and `dist/bin` stand two folders below the package's root. */
const BUILT = join(__dirname, '../../dist/provider');

/** Copies the provider for each host, in the place of what stands there. Nobody ever sees half of it. Answers the folders. */
export function installProvider({ into, from = BUILT }: InstallOptions): readonly string[] {
  return HOSTS.map((host) => {
    const folder = join(into, host, 'socle', 'socle', VERSION, targetOf(platform(), arch()));
    mkdirSync(dirname(folder), { recursive: true });
    const fresh = mkdtempSync(join(dirname(folder), '.new-'));
    try {
      cpSync(from, fresh, { recursive: true });
      renameSync(join(fresh, NAME), join(fresh, `${NAME}_v${VERSION}`));
      exchange(folder, fresh);
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
    return folder;
  });
}

/** A folder cannot be renamed onto one that holds something, so the old one steps aside first. A running provider keeps its files. */
function exchange(folder: string, fresh: string): void {
  const old = `${fresh}-old`;
  try {
    renameSync(folder, old);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  renameSync(fresh, folder);
  rmSync(old, { recursive: true, force: true });
}

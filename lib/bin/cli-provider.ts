/** `socle provider install`: puts the provider where Terraform finds it, without any network. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { InputError } from '../terraform/input-error';
import { reasonOf } from '../terraform/read-json';
import { installProvider } from './install-provider';
import { defaultStatePath } from './state-path';
import { EXIT, type Exit, type Terminal } from './terminal';

/** Installs for the user, or with `project` in the project's `.socle` folder, with the settings that lead Terraform there. */
export function install({ project }: { readonly project?: boolean }, terminal: Terminal): Exit {
  if (!project) {
    const into = join(terminal.env['HOME'] ?? homedir(), '.terraform.d', 'plugins');
    lay(into);
    terminal.out(`installed in ${into}; terraform and tofu look there by themselves\n`);
    return EXIT.fine;
  }
  const folder = dirname(defaultStatePath('.'));
  const settings = join(folder, 'terraform.rc');
  mkdirSync(folder, { recursive: true });
  lay(join(folder, 'plugins'));
  writeFileSync(settings, settingsText(join(folder, 'plugins')));
  terminal.out(`installed in ${folder}; for this project:\n  export TF_CLI_CONFIG_FILE=${settings}\n`);
  return EXIT.fine;
}

function lay(into: string): void {
  try {
    installProvider({ into });
  } catch (error) {
    const reason = reasonOf(error);
    throw new InputError(`the provider could not be installed in ${into}: ${reason}`, 'build Socle (npm run setup), and install where you may write');
  }
}

/** Settings of Terraform: this provider from the mirror, every other one as always. */
const settingsText = (mirror: string): string => `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ["socle/socle"]
  }
  direct {
    exclude = ["socle/socle"]
  }
}
`;

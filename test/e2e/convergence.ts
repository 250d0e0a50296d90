/** How a user gets out of an apply that was broken off: apply again, with import blocks for what its errors name as standing already. */
import { appendFileSync, copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Run, Workspace } from './terraform';

/** Terraform empties its local state file before it writes it anew. Killed in between, it leaves the backup of before the apply, to be restored. */
export function restoreState(workspace: Workspace): void {
  if (workspace.read('terraform.tfstate').endsWith('}\n')) return;
  copyFileSync(join(workspace.folder, 'terraform.tfstate.backup'), join(workspace.folder, 'terraform.tfstate'));
}

/** Import blocks for what an apply found standing already, at the addresses that it says beside. */
function importBlocks(run: Run): string[] {
  const refused = /Error: IDENTITY-002 (\S+):.*?with (\S+?),\n/gs;
  return [...run.text.matchAll(refused)].map(([, id, address]) => `import {\n  to = ${address}\n  id = "${id}"\n}\n`);
}

/** Applies until it succeeds; answers how many applies that took. `env`: where the platform is, if not where the workspace has it. */
export async function converged(workspace: Workspace, env: Readonly<Record<string, string>> = {}): Promise<number> {
  let told = '';
  for (let applies = 1; applies <= 3; applies += 1) {
    const run = await workspace.run(['apply', '-input=false', '-auto-approve'], { env });
    if (run.code === 0) {
      rmSync(join(workspace.folder, 'imports.tf'), { force: true });
      return applies;
    }
    told += run.text.slice(run.text.indexOf('Error:'));
    const blocks = importBlocks(run);
    const errors = run.text.match(/Error: /g) ?? [];
    if (blocks.length === 0 || blocks.length !== errors.length) throw new Error(run.text);
    appendFileSync(join(workspace.folder, 'imports.tf'), blocks.join(''));
  }
  throw new Error(`three applies did not converge: ${told}`);
}

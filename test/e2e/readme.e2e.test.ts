/** The HCL that README.md shows does what README.md says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codesOf } from './codes';
import { Workspace } from './terraform';

test("README.md's configuration is planned with the findings that it names", async () => {
  const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
  const workspace = new Workspace({ 'main.tf': /```hcl\n([\s\S]*?)```/.exec(readme)?.[1] as string });
  try {
    expect(await workspace.init()).toMatchObject({ code: 0 });
    const plan = await workspace.plan('-json');
    expect(codesOf(plan)).toEqual(['BACKUP-001 tenants/main/virtual-machines/database!', 'STORAGE-006 tenants/main/datastores/data!']);
    expect(plan.code).toBe(1);
  } finally {
    await workspace.close();
  }
});

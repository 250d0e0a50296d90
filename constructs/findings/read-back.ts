import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App, Manifest, TerraformStack } from 'cdktf';
import type { Json } from '../../lib/terraform/json';

/** What a stack was synthesised to: the file as written, or, where it was written as HCL, the same stack as JSON. */
export function readBack(app: App, manifest: Manifest, stack: TerraformStack): Json {
  const hcl = process.env['SYNTH_HCL_OUTPUT'];
  if (app.hclOutput || hcl === 'true' || hcl === '1') return stack.toTerraform();
  return JSON.parse(readFileSync(join(manifest.outdir, manifest.forStack(stack).synthesizedStackPath), 'utf8'));
}

/** Apps to test constructs with, written below a folder that goes away with the test. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type AppConfig, LocalBackend, type StackAnnotation, TerraformStack } from 'cdktf';
import { SocleProvider, type SocleProviderProps } from '../../constructs';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'socle-'));
  folders.push(folder);
  return folder;
}

export const newApp = (config: AppConfig = {}): App => new App({ outdir: join(newFolder(), 'cdktf.out'), ...config });

/** A stack with a provider and a backend that names no folder of this machine. */
export function newStack(app: App, id: string, provider: SocleProviderProps = {}): TerraformStack {
  const stack = new TerraformStack(app, id);
  new LocalBackend(stack, { path: `../../../${id}.tfstate` });
  new SocleProvider(stack, 'socle', provider);
  return stack;
}

/** The annotations of all stacks, as the manifest of an output folder has them. */
export function annotationsIn(outdir: string): StackAnnotation[] {
  const { stacks }: { stacks: Record<string, { annotations: StackAnnotation[] }> } = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8'));
  return Object.values(stacks).flatMap(({ annotations }) => annotations);
}

/** The code that an annotation begins with. */
export const codeOf = ({ message }: Pick<StackAnnotation, 'message'>): string => message.split(' ')[0] ?? '';

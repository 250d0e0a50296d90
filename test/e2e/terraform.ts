/** Terraform with the built provider: a workspace of its own, a filesystem mirror of its own, no network. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { installProvider } from '../../lib/bin/install-provider';
import { isServed, ServedPlatform } from './served';

const ROOT = join(__dirname, '../..');
/** A run that takes longer hangs. */
const RUN_MS_MAX = 120_000;

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, in one text. */
  readonly text: string;
  readonly ms: number;
  /** What was printed with -json, as one value. */
  readonly json: () => unknown;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process, to signal it. */
  readonly started?: (terraform: ChildProcess) => void;
}

export const REQUIRED = 'terraform {\n  required_providers {\n    socle = { source = "socle/socle" }\n  }\n}\n';

let mirror: string | undefined;

/** The mirror that all workspaces of a test file share, built at the first use. */
function mirrorFolder(): string {
  if (mirror === undefined) {
    execFileSync(process.execPath, ['lib/build/build.js', 'proto', 'validators', 'provider', 'cli'], {
      cwd: ROOT,
      stdio: 'ignore',
    });
    mirror = mkdtempSync(join(tmpdir(), 'socle-mirror-'));
    installProvider({ into: mirror });
  }
  return mirror;
}

// Jest hands out a process of its own making, whose end nobody hears of.
afterAll(() => {
  if (mirror !== undefined) rmSync(mirror, { recursive: true, force: true });
});

/** Commands that ask no platform. */
const WITHOUT_PLATFORM = ['init', 'fmt', 'validate'];
/** For a run on embedded platforms that the configuration names, wherever the others are. */
export const EMBEDDED = { SOCLE_ENDPOINT: '' };

/** A folder in which terraform is run. Its platform's file is `.socle/platform.db` in it, whoever opens that: the provider, or a server. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'socle-e2e-'));
  readonly #running = new Set<ChildProcess>();
  #served: ServedPlatform | undefined;
  #serveOptions: readonly string[];

  /** `serve`: options of the server, where there is one. */
  constructor(files: Readonly<Record<string, string>> = {}, { serve = [] }: { readonly serve?: readonly string[] } = {}) {
    this.#serveOptions = serve;
    mkdirSync(join(this.folder, '.socle'));
    this.write({
      'terraform.rc': `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirrorFolder())}\n  }\n}\n`,
      ...files,
    });
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, name)), { recursive: true });
      writeFileSync(join(this.folder, name), text);
    }
  }

  /** The main file: resources, with the provider they need. */
  main(text: string): void {
    this.write({ 'main.tf': REQUIRED + text });
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  /** What a provider needs in its environment to find this workspace's platform; nothing where it is embedded. */
  async access(): Promise<Readonly<Record<string, string>>> {
    if (!isServed) return {};
    this.#served ??= new ServedPlatform(join(this.folder, '.socle/platform.db'), this.#serveOptions);
    return { ...(await this.#served.access) };
  }

  /** Serves the platform with other options; where it is embedded, the provider block has said them. */
  async serveAgain(options: readonly string[]): Promise<void> {
    await this.#served?.stop();
    this.#served = undefined;
    this.#serveOptions = options;
  }

  /** The provider block with which another workspace orders from this one's platform. */
  async shared(): Promise<string> {
    const { SOCLE_ENDPOINT: endpoint } = await this.access();
    const setting = endpoint === undefined ? { state_path: join(this.folder, '.socle/platform.db') } : { endpoint };
    return `provider "socle" {\n${Object.entries(setting)
      .map(([name, value]) => `  ${name} = ${JSON.stringify(value)}\n`)
      .join('')}}\n`;
  }

  /** Runs terraform to its end, whatever the end is. */
  async run(args: readonly string[], { env = {}, started }: RunOptions = {}): Promise<Run> {
    const command = args.find((arg) => !arg.startsWith('-')) ?? '';
    const access = WITHOUT_PLATFORM.includes(command) || env['SOCLE_ENDPOINT'] !== undefined ? {} : await this.access();
    const begun = performance.now();
    const child = spawn('terraform', [...args, '-no-color'], {
      cwd: this.folder,
      env: { ...this.#environment(), ...access, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#running.add(child);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    started?.(child);
    const timer = setTimeout(() => child.kill('SIGKILL'), RUN_MS_MAX);
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => {
        clearTimeout(timer);
        this.#running.delete(child);
        resolve({ code, stdout, stderr, text: stdout + stderr, ms: performance.now() - begun, json: () => JSON.parse(stdout) as unknown });
      });
    });
  }

  init = (): Promise<Run> => this.run(['init', '-input=false']);
  plan = (...args: readonly string[]): Promise<Run> => this.run(['plan', '-input=false', ...args]);
  apply = (...args: readonly string[]): Promise<Run> => this.run(['apply', '-input=false', '-auto-approve', ...args]);
  destroy = (...args: readonly string[]): Promise<Run> => this.run(['destroy', '-input=false', '-auto-approve', ...args]);

  /** Plans, and answers whether there is nothing to change. */
  async hasNoChange(): Promise<boolean> {
    return (await this.plan('-detailed-exitcode')).code === 0;
  }

  /** Ends what runs, and leaves nothing behind. */
  async close(): Promise<void> {
    for (const child of this.#running) child.kill('SIGKILL');
    await this.#served?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #environment(): NodeJS.ProcessEnv {
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      TF_CLI_CONFIG_FILE: join(this.folder, 'terraform.rc'),
      CHECKPOINT_DISABLE: '1',
      TF_IN_AUTOMATION: '1',
    };
    for (const name of Object.keys(env)) if (name === 'NODE_EXTRA_CA_CERTS' || name.startsWith('SOCLE_')) delete env[name];
    return env;
  }
}

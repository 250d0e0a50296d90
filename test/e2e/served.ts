/** Platforms that are served over HTTP: with SOCLE_E2E=served, the whole suite runs on them instead of embedded ones. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
/** A server that takes longer to start, or to end, hangs. */
const SERVER_MS_MAX = 30_000;

export const isServed = process.env['SOCLE_E2E'] === 'served';

/** Where a provider finds a platform, and who it is there. */
export interface Access {
  readonly SOCLE_ENDPOINT: string;
  readonly SOCLE_CLIENT_ID: string;
  readonly SOCLE_SECRET_ID: string;
}

const CREDENTIALS = { SOCLE_CLIENT_ID: 'e2e', SOCLE_SECRET_ID: 'the-secret-of-the-end-to-end-tests' };

/** One process of `socle platform serve` on a file. */
export class ServedPlatform {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  readonly access: Promise<Access>;
  #said = '';

  constructor(file: string, options: readonly string[] = []) {
    const env: NodeJS.ProcessEnv = { ...process.env, ...CREDENTIALS };
    delete env['NODE_EXTRA_CA_CERTS'];
    const args = [join(ROOT, 'dist/bin/socle.js'), 'platform', 'serve', file, '--port', '0', ...options];
    this.#child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.access = this.#started().then((SOCLE_ENDPOINT) => ({ ...CREDENTIALS, SOCLE_ENDPOINT }));
  }

  /** Ends it as an operator does. Throws where it does not end well. */
  async stop(): Promise<void> {
    await this.access;
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), SERVER_MS_MAX);
    const code = await this.#ended;
    clearTimeout(timer);
    if (code !== 0) throw new Error(`the server ended with ${code}: ${this.#said}`);
  }

  /** Ends it without a warning, as a machine that fails does. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  #started(): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the server does not start: ${this.#said}`)), SERVER_MS_MAX);
      const hear = (text: string): void => {
        this.#said = (this.#said + text).slice(-10_000);
        const url = /https?:\/\/127\.0\.0\.1:\d+/.exec(this.#said)?.[0];
        if (url === undefined) return;
        clearTimeout(timer);
        resolve(url);
      };
      for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.setEncoding('utf8').on('data', hear);
      void this.#ended.then((code) => {
        clearTimeout(timer);
        reject(new Error(`the server ended with ${code}: ${this.#said}`));
      });
    });
  }
}

interface EmbeddedOnly {
  readonly tests: Readonly<Record<string, string>>;
}
/** Tests, and groups of them, that have something to say about embedded platforms alone, with the reason. */
const { tests: embeddedOnly } = JSON.parse(readFileSync(join(__dirname, 'embedded-only.json'), 'utf8')) as EmbeddedOnly;

/** A test, or a group of tests, of that list: it is there where platforms are embedded. */
function whereEmbedded(name: string, define: () => void): void {
  if (embeddedOnly[name] === undefined) throw new Error(`embedded-only.json gives no reason for: ${name}`);
  if (!isServed) define();
}
export const testEmbedded = (name: string, work: () => Promise<void>): void => whereEmbedded(name, () => test(name, work));
export const describeEmbedded = (name: string, define: () => void): void => whereEmbedded(name, () => describe(name, define));

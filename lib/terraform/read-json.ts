/** Reads a JSON file that a user names; every way in which that fails has its own answer. */
import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { shown } from '../core/validate';
import { InputError } from './input-error';
import type { Json } from './json';
import { blemishOf } from './scan-json';

/** Largest file that is read, in MiB. A plan of 10,000 VMs has about 40. */
const FILE_MAX_MIB = 64;
const MIB = 2 ** 20;

/** The value in a JSON file. Throws `InputError`. */
export function readJson(path: string): Json {
  return parse(path, readText(path));
}

/** What a file holds. Throws `InputError` where it is no file, too large or not readable. */
export function readText(path: string): Buffer {
  let file: number;
  try {
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new InputError(`${path}: ${reasonOf(error)}`, 'name a file that exists and that you may read');
  }
  try {
    checkSize(path, fstatSync(file));
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function checkSize(path: string, stats: Stats): void {
  if (!stats.isFile()) throw new InputError(`${path} is not a file`, 'name a Terraform JSON file, a plan as JSON, or a folder of them');
  if (stats.size > FILE_MAX_MIB * MIB) {
    throw new InputError(
      `${path} has ${Math.ceil(stats.size / MIB)} MiB; at most ${FILE_MAX_MIB} are read`,
      'split the configuration into several stacks',
    );
  }
}

/** What the operating system says, without its codes. */
export function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EACCES: 'it may not be read',
    EPERM: 'it may not be read',
    ELOOP: 'it is a link that leads in a circle',
    ENOTDIR: 'there is no such file',
    ENXIO: 'it is not a file',
    EISDIR: 'it is a folder',
    EMFILE: 'too many files are open',
  };
  return known[code] ?? (code || 'it cannot be read');
}

function parse(path: string, bytes: Buffer): Json {
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') {
    throw new InputError(`${path} is a Terraform plan in its binary form`, `terraform show -json ${path} > plan.json, then socle check plan.json`);
  }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (text.trim() === '') throw new InputError(`${path} is empty`, 'name a Terraform JSON file or a plan as JSON');
  const json = parsed(text);
  // What a program wrote as a plan is large and has no key twice; what a person writes may.
  const blemish = json === undefined || path.endsWith('.tf.json') ? blemishOf(text) : undefined;
  if (json !== undefined && !blemish) return json;
  const place = blemish ? `: line ${blemish.line}, column ${blemish.column}` : '';
  if (blemish?.kind === 'written twice') {
    throw new InputError(
      `${path} writes ${shown(blemish.key)} twice in one object${place}`,
      'keep one of the two: readers of JSON see only the last',
    );
  }
  throw new InputError(`${path} is not JSON${place}`, 'correct it, or let cdktf synth or terraform show -json write it');
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Credentials: who may ask for a token, what it lets them do, and in which tenants. Secrets are kept as scrypt hashes only. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { Catalogue } from '../../core/catalogue';
import { nearest } from '../../core/nearest';
import { Reading } from '../reading';
import { OWNER, permissionsOf } from './permissions';

export interface Credential {
  readonly client_id: string;
  /** `scrypt:<salt>:<key>`, both in hexadecimal digits. */
  readonly secret_hash: string;
  /** Names of tenants, or `*` alone for all. */
  readonly tenants: readonly string[];
  /** Names of permissions, or `owner` alone for all of them. */
  readonly permissions: readonly string[];
}

const SALT_BYTES = 16;
const KEY_BYTES = 32;
const HASH = /^scrypt:([0-9a-f]{32}):([0-9a-f]{64})$/;
/** Longest secret that is hashed, in characters. */
export const SECRET_MAX = 512;
/** Credentials of one file. */
const CREDENTIALS_MAX = 1000;

const keyOf = (secret: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => scrypt(secret, salt, KEY_BYTES, (error, key) => (error ? reject(error) : resolve(key))));

/** The hash under which a secret is kept. */
export async function hashOfSecret(secret: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return `scrypt:${salt.toString('hex')}:${(await keyOf(secret, salt)).toString('hex')}`;
}

/** Whether a secret is that of a credential. Takes as long where there is no such credential, so that nobody learns which there are. */
export async function isSecretOf(credential: Credential | undefined, secret: string): Promise<boolean> {
  const [, salt, key] = HASH.exec(credential?.secret_hash ?? '') ?? [];
  const given = await keyOf(secret, salt === undefined ? Buffer.alloc(SALT_BYTES) : Buffer.from(salt, 'hex'));
  const same = timingSafeEqual(given, key === undefined ? Buffer.alloc(KEY_BYTES) : Buffer.from(key, 'hex'));
  return same && key !== undefined;
}

/** Reads `{"credentials": […]}`. Gives the credentials, or what is wrong with the text: nothing of it is repeated, since it holds hashes. */
export function readCredentials(
  text: string,
  catalogue: Catalogue,
): { readonly credentials: readonly Credential[]; readonly problems: readonly string[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { credentials: [], problems: ['the file is no JSON'] };
  }
  const reading = new Reading();
  const { credentials: list } = reading.object(parsed, '', ['credentials']);
  const credentials = reading.list(list, 'credentials', (each, path) => readCredential(reading, catalogue, each, path));
  if (credentials.length === 0 && reading.problems.length === 0) reading.problem('credentials', 'is empty: nobody could ask for anything');
  if (credentials.length > CREDENTIALS_MAX) reading.problem('credentials', `has ${credentials.length} elements; allowed: ${CREDENTIALS_MAX}`);
  const seen = new Set<string>();
  for (const { client_id } of credentials) {
    if (seen.has(client_id)) reading.problem('credentials', `has two of client_id ${client_id}`);
    seen.add(client_id);
  }
  return { credentials, problems: reading.problems };
}

function readCredential(reading: Reading, catalogue: Catalogue, value: unknown, path: string): Credential {
  const read = reading.object(value, path, ['client_id', 'secret_hash', 'tenants', 'permissions']);
  const client_id = reading.name(read['client_id'], `${path}.client_id`);
  const hash = read['secret_hash'];
  const secret_hash = typeof hash === 'string' && HASH.test(hash) ? hash : '';
  if (secret_hash === '') reading.problem(`${path}.secret_hash`, 'must be scrypt:<salt>:<key>, as socle platform credential writes it');
  const tenants = reading.list(read['tenants'], `${path}.tenants`, (each, at) => (each === '*' ? '*' : reading.name(each, at)));
  const known = [OWNER, ...permissionsOf(catalogue)];
  const permissions = reading.list(read['permissions'], `${path}.permissions`, (each, at) => {
    if (typeof each === 'string' && known.includes(each)) return each;
    const meant = typeof each === 'string' ? nearest(each, known) : undefined;
    reading.problem(at, `is no permission${meant === undefined ? '' : `; did you mean ${meant}?`} known: ${known.join(', ')}`);
    return OWNER;
  });
  if (tenants.length > 1 && tenants.includes('*')) reading.problem(`${path}.tenants`, 'is * and more: * alone stands for all');
  if (permissions.includes('simulation_write') && !tenants.includes('*'))
    reading.problem(
      `${path}.permissions`,
      'has simulation_write, which moves time and breaks things for all tenants: give tenants ["*"], or leave it out',
    );
  return { client_id, secret_hash, tenants, permissions };
}

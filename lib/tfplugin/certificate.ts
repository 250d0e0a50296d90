/**
 * The self-signed certificate that go-plugin's AutoMTLS asks of a plugin, new at every launch. Written as DER by hand, since
 * node:crypto makes keys but no certificates and a library costs more to load than the whole launch may take.
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const VALID_YEARS = 10;
const DAY_MS = 86_400_000;

export interface ServerCertificate {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
  /** As the handshake line carries it: DER in base64 without padding. */
  readonly handshake: string;
}

export function createCertificate(now: Date): ServerCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const body = certificateBody(publicKey.export({ type: 'spki', format: 'der' }), now);
  const signature = sign('sha256', body, privateKey);
  const der = sequence(body, sequence(OID.ecdsaWithSha256), bitString(signature));
  const base64 = der.toString('base64');
  const cert = `-----BEGIN CERTIFICATE-----\n${(base64.match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`;
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert, handshake: base64.replace(/=+$/, '') };
}

const oid = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'));

const OID = {
  ecdsaWithSha256: oid('2a8648ce3d040302'),
  commonName: oid('550403'),
  subjectAltName: oid('551d11'),
  basicConstraints: oid('551d13'),
  keyUsage: oid('551d0f'),
  extendedKeyUsage: oid('551d25'),
  serverAuth: oid('2b06010505070301'),
  clientAuth: oid('2b06010505070302'),
};

const TRUE = tagged(0x01, Buffer.of(0xff));

/** Terraform verifies it as its own authority for the name localhost, so it is a CA and a server certificate at once. */
function certificateBody(publicKey: Buffer, now: Date): Buffer {
  const name = sequence(tagged(0x31, sequence(OID.commonName, tagged(0x0c, Buffer.from('localhost')))));
  const until = new Date(now);
  until.setUTCFullYear(now.getUTCFullYear() + VALID_YEARS);
  const validity = sequence(time(new Date(now.getTime() - DAY_MS)), time(until));
  // Digital signature and certificate signing: bits 0 and 5, two unused bits at the end.
  const usage = tagged(0x03, Buffer.of(0x02, 0x84));
  const extensions = sequence(
    extension(OID.basicConstraints, sequence(TRUE), 'critical'),
    extension(OID.keyUsage, usage, 'critical'),
    extension(OID.extendedKeyUsage, sequence(OID.serverAuth, OID.clientAuth)),
    extension(OID.subjectAltName, sequence(tagged(0x82, Buffer.from('localhost')))),
  );
  const version3 = tagged(0xa0, tagged(0x02, Buffer.of(2)));
  return sequence(version3, serialNumber(), sequence(OID.ecdsaWithSha256), name, validity, name, publicKey, tagged(0xa3, extensions));
}

/** Positive and without a leading zero byte, whatever the random bytes are. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return tagged(0x02, bytes);
}

function extension(id: Buffer, value: Buffer, weight: 'critical' | 'plain' = 'plain'): Buffer {
  return sequence(id, ...(weight === 'critical' ? [TRUE] : []), tagged(0x04, value));
}

/** X.509 writes years with two digits before 2050 and with four from then on. */
function time(date: Date): Buffer {
  const digits = `${date.toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`;
  return date.getUTCFullYear() < 2050 ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function bitString(bytes: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.of(0), bytes]));
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  return Buffer.concat([length <= 0xff ? Buffer.of(tag, 0x81, length) : Buffer.of(tag, 0x82, length >> 8, length & 0xff), content]);
}

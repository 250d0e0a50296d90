import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createCertificate } from '../../lib/tfplugin/certificate';

test('OpenSSL reads the certificate: its own authority, for localhost, of the key that comes with it', () => {
  const { key, cert } = createCertificate(new Date('2026-01-31T12:00:00Z'));
  const read = new X509Certificate(cert);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.checkPrivateKey(createPrivateKey(key))).toBe(true);
  expect(read).toMatchObject({ ca: true, subjectAltName: 'DNS:localhost', keyUsage: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'] });
  expect(read).toMatchObject({ validFrom: 'Jan 30 12:00:00 2026 GMT', validTo: 'Jan 31 12:00:00 2036 GMT' });
});

test('years from 2050 on are written with four digits', () => {
  expect(new X509Certificate(createCertificate(new Date('2045-06-01T00:00:00Z')).cert).validTo).toBe('Jun  1 00:00:00 2055 GMT');
});

test('every launch has a key and a serial number of its own, and the handshake form is the certificate without padding', () => {
  const made = Array.from({ length: 40 }, () => createCertificate(new Date(0)));
  expect(new Set(made.map(({ key }) => key)).size).toBe(40);
  expect(new Set(made.map(({ cert }) => new X509Certificate(cert).serialNumber)).size).toBe(40);
  for (const { cert, handshake } of made) expect(new X509Certificate(Buffer.from(handshake, 'base64')).raw).toEqual(new X509Certificate(cert).raw);
  expect(made.every(({ handshake }) => !handshake.includes('='))).toBe(true);
});

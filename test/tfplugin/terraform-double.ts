/** A Terraform stand-in: starts `serve` in this process and talks to it with grpc-js and protobufjs reflection, which share no code with it. */
import { X509Certificate } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import * as protobuf from 'protobufjs';
import { createCertificate, type ServerCertificate } from '../../lib/tfplugin/certificate';
import { type ServeOptions, serve } from '../../lib/tfplugin/serve';
import { type FakeProvider, fakeProvider } from './fake-provider';

const COOKIE = { TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2', PLUGIN_PROTOCOL_VERSIONS: '5,6' };
const proto = protobuf.loadSync(join(__dirname, '../../lib/tfplugin/tfplugin6.proto'));

export interface Started {
  readonly provider: FakeProvider;
  /** The fields of the handshake line. */
  readonly line: readonly string[];
  readonly stderr: () => string;
  readonly signals: EventEmitter;
  readonly exitCode: Promise<number>;
  readonly own: ServerCertificate;
  connect(certificate?: ServerCertificate): Client;
  call(client: Client, rpc: string, request: object, options?: object): Promise<Answer>;
}

// biome-ignore lint/suspicious/noExplicitAny: reflection gives messages whose shape only the .proto knows.
export type Answer = any;

export async function start(options: Partial<ServeOptions> & { readonly secure?: boolean } = {}): Promise<Started> {
  const { secure = true, ...more } = options;
  const own = createCertificate(new Date());
  const provider = fakeProvider();
  const signals = new EventEmitter();
  let stderr = '';
  let onLine: (line: string) => void;
  const printed = new Promise<string>((resolve) => {
    onLine = resolve;
  });
  const exitCode = serve({
    provider: () => provider,
    address: 'registry.terraform.io/test/smoke',
    env: { ...COOKIE, ...(secure ? { PLUGIN_CLIENT_CERT: own.cert } : {}) },
    stdout: { write: (text) => onLine(text) },
    stderr: { write: (text) => (stderr += text) },
    signals,
    ...more,
  });
  const line = (await printed).trimEnd().split('|');
  const target = line[2] === 'unix' ? `unix:${line[3]}` : String(line[3]);
  const connect = (certificate = own): Client => {
    const server = Buffer.from(new X509Certificate(Buffer.from(line[5] ?? '', 'base64')).toString());
    const secrets = secure
      ? credentials.createSsl(server, Buffer.from(certificate.key), Buffer.from(certificate.cert))
      : credentials.createInsecure();
    return new Client(target, secrets, {
      'grpc.ssl_target_name_override': 'localhost',
      'grpc.max_receive_message_length': -1,
      'grpc.use_local_subchannel_pool': 1,
    });
  };
  return { provider, line, stderr: () => stderr, signals, exitCode, own, connect, call };
}

function call(client: Client, rpc: string, request: object, options: object = {}): Promise<Answer> {
  const [asked, answered] = [proto.lookupType(`tfplugin6.${rpc}.Request`), proto.lookupType(`tfplugin6.${rpc}.Response`)];
  return raw(client, `/tfplugin6.Provider/${rpc}`, Buffer.from(asked.encode(asked.fromObject(request)).finish()), options).then((bytes) => {
    return answered.toObject(answered.decode(bytes), { defaults: true, longs: Number });
  });
}

/** One call with bytes of any kind. Rejects with grpc-js's error, which carries `code` and `details`. */
export function raw(client: Client, path: string, bytes: Buffer, options: object = {}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const same = (buffer: Buffer): Buffer => buffer;
    client.makeUnaryRequest(path, same, same, bytes, options, (error: ServiceError | null, answer?: Buffer) =>
      error ? reject(error) : resolve(answer ?? Buffer.alloc(0)),
    );
  });
}

/** Ends it as Terraform does, and tells the exit code. */
export async function stop(started: Started, client: Client): Promise<number> {
  await raw(client, '/plugin.GRPCController/Shutdown', Buffer.alloc(0));
  client.close();
  return started.exitCode;
}

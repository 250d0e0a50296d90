/** What is said before gRPC: the cookie that proves a plugin host started us, and the one line it waits for. */
import type { Address } from './listen';

const COOKIE_NAME = 'TF_PLUGIN_MAGIC_COOKIE';
const COOKIE_VALUE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';
const CORE_VERSION = 1;
const PROTOCOL_VERSION = 6;

type Env = Readonly<Record<string, string | undefined>>;

export function isStartedByHost(env: Env): boolean {
  return env[COOKIE_NAME] === COOKIE_VALUE;
}

export function explanation(address: string): string {
  return [
    `This program is the Terraform provider ${address}. Terraform starts it; run by hand it has nothing to do.`,
    'Name it under required_providers and run terraform init; or start it with --debug to attach Terraform to it.',
    '',
  ].join('\n');
}

/** The host lists the versions it speaks; where ours is not among them we say ours and the host explains. */
export function isSpoken(env: Env): boolean {
  const versions = env.PLUGIN_PROTOCOL_VERSIONS;
  return !versions || versions.split(',').map(Number).includes(PROTOCOL_VERSION);
}

export function handshakeLine({ network, address }: Address, certificate: string): string {
  return `${CORE_VERSION}|${PROTOCOL_VERSION}|${network}|${address}|grpc|${certificate}\n`;
}

/** What a person pastes into a shell so that Terraform attaches to this running provider. */
export function reattachText(providerAddress: string, { network, address }: Address, pid: number): string {
  const config = { Protocol: 'grpc', ProtocolVersion: PROTOCOL_VERSION, Pid: pid, Test: true, Addr: { Network: network, String: address } };
  return `TF_REATTACH_PROVIDERS='${JSON.stringify({ [providerAddress]: config })}'\n`;
}

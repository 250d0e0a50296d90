/** Two ways to a platform, to compare them: in process, and over HTTP on a loopback socket. */
import type { AddressInfo } from 'node:net';
import { catalogue } from '../../lib/catalogue/complete';
import { httpClient, type RemotePlatform } from '../../lib/client/http-client';
import type { Platform } from '../../lib/platform/platform';
import { SECRET, Served } from '../platform/http/served';
import { NOON, openPlatform } from '../platform/open-platform';

/** Two platforms with the same seed and clock, one of them behind HTTP. */
export interface Both {
  readonly embedded: Platform;
  readonly remote: RemotePlatform;
  readonly served: Served;
}

const open: Both[] = [];

/** Opens two of them; they are closed when the test ends. */
export async function both(): Promise<Both> {
  const served = await Served.begin();
  const { http } = served.server;
  await http.listen({ port: 0, host: '127.0.0.1' });
  const remote = httpClient({
    endpoint: `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`,
    client_id: 'ada',
    secret_id: SECRET,
    catalogue,
    now: () => NOON,
    after: () => () => undefined,
    random: () => 0.5,
  });
  const opened = { embedded: await openPlatform(), remote, served };
  open.push(opened);
  return opened;
}
afterEach(async () => {
  for (const { embedded, remote, served } of open.splice(0)) {
    await remote.close();
    await served.end();
    await embedded.close();
  }
});

/** Opens a platform over HTTP: the composition with what is real. Loaded where an endpoint is given, and nowhere else. */
import { catalogue } from '../catalogue/complete';
import type { After } from '../client/exchange';
import { httpClient, type RemotePlatform } from '../client/http-client';

export interface Access {
  readonly endpoint: string;
  readonly client_id: string;
  readonly secret_id: string;
}

const after: After = (ms, action) => {
  const timer = setTimeout(action, ms);
  return () => clearTimeout(timer);
};

export const openEndpoint = (access: Access): RemotePlatform => httpClient({ ...access, catalogue, now: Date.now, after, random: Math.random });

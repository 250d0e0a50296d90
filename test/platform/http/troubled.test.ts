/** A served platform with faults of its API answers with their status, and can still be mended over HTTP. */
import { catalogue } from '../../../lib/catalogue/complete';
import { troubled } from '../../../lib/platform/api-faults';
import { openPlatform } from '../open-platform';
import { Served } from './served';

test.each([[429], [500], [502], [503]])('a fault with the status %d is answered with it, until it is mended', async (error) => {
  const platform = troubled(await openPlatform(), { catalogue, wait: async () => undefined });
  const served = await Served.begin({ ada: {} }, { platform });
  const struck = await served.ask('ada', 'POST /v1/simulation/faults', { body: { kind: 'api', target: { error } } });
  const list = async () => served.ask('ada', 'GET /v1/tenants/main/cpools');
  const failed = await list();
  const id = String(struck.body['id']);
  expect([struck.status, failed.status, failed.body['status']]).toEqual([201, error, error]);
  expect(failed.text).toContain(id);
  expect((await served.ask('ada', `DELETE /v1/simulation/faults/${id}`)).status).toBe(204);
  expect((await list()).status).toBe(200);
  await served.end();
});

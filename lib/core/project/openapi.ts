/** Projection: the catalogue as an OpenAPI 3.1 description of the platform's HTTP API. */
import type { Catalogue } from '../catalogue';
import { fixedPaths } from './openapi-fixed';
import { resourcePaths } from './openapi-resources';
import { schemas } from './openapi-schemas';

/** Version of the API: its paths begin with the first number. */
const VERSION = '1.0.0';

/** The description as JSON. */
export function openApiOf(catalogue: Catalogue): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Socle platform',
      version: VERSION,
      description: 'A simulated sovereign VMware cloud: it refuses what the real one refuses, says why, and lets time pass on demand.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    tags: [...new Set(catalogue.areaOf.values()), 'platform', 'simulation', 'access'].map((name) => ({ name })),
    paths: { ...fixedPaths(catalogue), ...resourcePaths(catalogue) },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: schemas(catalogue),
    },
  };
}

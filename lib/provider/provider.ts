/** Any catalogue as a Terraform provider. */
import type { PlatformClient } from '../client/client';
import type { Catalogue } from '../core/catalogue';
import { Unavailable } from '../core/command';
import type { FactSource } from '../core/fact-source';
import type { FunctionDefinition } from '../core/function';
import { providerSchema, resourceSchema, typeName } from '../core/project/terraform-schema';
import type { Definition } from '../core/resource';
import type { Answer, TfFunction, TfProvider, TfResource } from '../tfplugin/types';
import { suppressionProblems } from './acceptance';
import { applyResource } from './apply-resource';
import { factSource, nounSource } from './data-sources';
import { answerDiagnostics, findingDiagnostic } from './diagnostics';
import { providerFunction } from './functions';
import type { After } from './parking';
import { planResource } from './plan-resource';
import { importResource, readResource, upgradeState } from './read-resource';
import { type Log, Session, type Surroundings } from './session';
import { type Connection, readSettings } from './settings';
import { validateResource } from './validate-resource';

export interface ProviderParts {
  readonly catalogue: Catalogue;
  readonly factSources: readonly FactSource[];
  readonly functions: readonly FunctionDefinition[];
  /** Opens the platform that the provider block names. Throws `Unavailable` with what the user must do. */
  readonly connect: (connection: Connection) => Promise<Connected>;
  readonly after: After;
  /** Today's date, `2026-01-31`. */
  readonly today: () => string;
  readonly log: Log;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A platform, and where it is, if nothing was ever created on it. */
export type Connected = PlatformClient & { readonly unusedAt?: string };

/** The provider. The platform is opened when Terraform configures it, so that one error says what is wrong with it. */
export function createProvider(parts: ProviderParts): TfProvider {
  let current: Session | undefined;
  const session = (): Session => {
    if (!current) throw new Unavailable('The provider is not configured yet.');
    return current;
  };
  const around: Surroundings = { catalogue: parts.catalogue, today: parts.today, log: parts.log, session };
  const definitions = [...parts.catalogue.definitions.values()];
  return {
    schema: providerSchema,
    resources: Object.fromEntries(definitions.map((definition) => [typeName(definition.type), resource(around, definition)])),
    dataSources: {
      ...Object.fromEntries(definitions.map((definition) => [typeName(definition.type), nounSource(around, definition)])),
      ...Object.fromEntries(parts.factSources.map((source) => [typeName(source.name), factSource(around, source)])),
    },
    functions: Object.fromEntries(parts.functions.map((each): [string, TfFunction] => [each.name, providerFunction(each)])),
    async validateConfig() {
      return {};
    },
    async configure({ config }): Promise<Answer> {
      const settings = readSettings(config, parts.env, parts.catalogue.editions);
      if (!('tenant' in settings)) return { diagnostics: settings };
      const { tenant, clock, connection, suppressions } = settings;
      const problems = suppressionProblems(parts.catalogue, suppressions, parts.today());
      const carrier = { id: 'provider', attrs: {}, config };
      if (problems.length > 0) return { diagnostics: problems.map((problem) => findingDiagnostic(problem, carrier)) };
      await current?.client.close();
      current = undefined;
      try {
        const client = await parts.connect(connection);
        const unused = client.unusedAt === undefined ? {} : { unusedAt: client.unusedAt };
        current = new Session({ ...parts, client, tenant, clock, edition: connection.edition, suppressions, ...unused });
        return {};
      } catch (error) {
        const diagnostics = answerDiagnostics(error, { id: undefined, attrs: {}, config });
        if (!diagnostics) throw error;
        return { diagnostics };
      }
    },
    // What runs or waits sees its own signal abort.
    async stop() {},
    async close() {
      await current?.client.close();
      current = undefined;
    },
  };
}

function resource(around: Surroundings, definition: Definition): TfResource {
  return {
    schema: resourceSchema(definition),
    validate: async ({ config }) => ({ diagnostics: validateResource(around.catalogue, definition, config) }),
    upgrade: async ({ version, raw }) => upgradeState(definition, version, raw),
    read: (request) => readResource(around, definition, request),
    async plan(request) {
      try {
        return await planResource(around, definition, request);
      } catch (error) {
        const diagnostics = answerDiagnostics(error, { id: undefined, attrs: definition.attrs, config: request.config });
        if (!diagnostics) throw error;
        return { planned: request.prior, priv: request.priv, diagnostics };
      }
    },
    apply: (request, context) => applyResource(around, definition, request, context),
    import: ({ id }) => importResource(around, definition, id),
  };
}

/** The procedures about the provider as a whole. StopProvider is elsewhere: it concerns the calls, not their content. */
import { diagnosticMessage } from './diagnostics';
import { presentObjectIn } from './dynamic-value';
import { type BoundRpc, rpc } from './rpc';
import { functionMessage, schemaMessage } from './schema';
import type { TfProvider } from './types';
import { wire } from './wire';

const CAPABILITIES = { planDestroy: true, getProviderSchemaOptional: true, moveResourceState: true };

export const providerRpcs: Readonly<Record<string, BoundRpc>> = {
  GetMetadata: rpc({
    request: wire.GetMetadata.Request,
    response: wire.GetMetadata.Response,
    answer: (_request, { provider }) => ({
      serverCapabilities: CAPABILITIES,
      resources: Object.keys(provider.resources).map((typeName) => ({ typeName })),
      dataSources: Object.keys(provider.dataSources).map((typeName) => ({ typeName })),
      functions: Object.keys(provider.functions).map((name) => ({ name })),
    }),
    broken: (diagnostic) => ({ serverCapabilities: CAPABILITIES, diagnostics: [diagnosticMessage(diagnostic)] }),
  }),

  GetProviderSchema: rpc({
    request: wire.GetProviderSchema.Request,
    response: wire.GetProviderSchema.Response,
    answer: (_request, { provider }) => schemas(provider),
    broken: (diagnostic) => ({ serverCapabilities: CAPABILITIES, diagnostics: [diagnosticMessage(diagnostic)] }),
  }),

  ValidateProviderConfig: rpc({
    request: wire.ValidateProviderConfig.Request,
    response: wire.ValidateProviderConfig.Response,
    async answer(request, { provider, context }) {
      const config = presentObjectIn(request.config, provider.schema, 'provider configuration');
      const { diagnostics = [] } = await provider.validateConfig({ config }, context);
      return { diagnostics: diagnostics.map(diagnosticMessage) };
    },
    broken: (diagnostic) => ({ diagnostics: [diagnosticMessage(diagnostic)] }),
  }),

  ConfigureProvider: rpc({
    request: wire.ConfigureProvider.Request,
    response: wire.ConfigureProvider.Response,
    async answer(request, { provider, context }) {
      const config = presentObjectIn(request.config, provider.schema, 'provider configuration');
      const { diagnostics = [] } = await provider.configure({ config, terraformVersion: request.terraformVersion ?? '' }, context);
      return { diagnostics: diagnostics.map(diagnosticMessage) };
    },
    broken: (diagnostic) => ({ diagnostics: [diagnosticMessage(diagnostic)] }),
  }),
};

function schemas(provider: TfProvider): wire.GetProviderSchema.Response.$Properties {
  return {
    provider: schemaMessage(provider.schema),
    resourceSchemas: mapValues(provider.resources, ({ schema }) => schemaMessage(schema)),
    dataSourceSchemas: mapValues(provider.dataSources, ({ schema }) => schemaMessage(schema)),
    functions: mapValues(provider.functions, functionMessage),
    serverCapabilities: CAPABILITIES,
  };
}

export function mapValues<V, W>(record: Readonly<Record<string, V>>, change: (value: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

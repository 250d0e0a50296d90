/** The procedures of data sources, and of ephemeral resources: of those there are none yet, and the answers say so. */
import { diagnosticMessage, refusal } from './diagnostics';
import { objectMessage, presentObjectIn } from './dynamic-value';
import { type BoundRpc, Refused, rpc } from './rpc';
import type { TfDataSource, TfProvider } from './types';
import { wire } from './wire';

export const dataRpcs: Readonly<Record<string, BoundRpc>> = {
  ValidateDataResourceConfig: rpc({
    request: wire.ValidateDataResourceConfig.Request,
    response: wire.ValidateDataResourceConfig.Response,
    async answer(request, { provider, context }) {
      const source = dataSourceOf(provider, request.typeName);
      const config = presentObjectIn(request.config, source.schema, 'configuration');
      const { diagnostics = [] } = await source.validate({ config }, context);
      return { diagnostics: diagnostics.map(diagnosticMessage) };
    },
    broken: (diagnostic) => ({ diagnostics: [diagnosticMessage(diagnostic)] }),
  }),

  ReadDataSource: rpc({
    request: wire.ReadDataSource.Request,
    response: wire.ReadDataSource.Response,
    async answer(request, { provider, context }) {
      const source = dataSourceOf(provider, request.typeName);
      const config = presentObjectIn(request.config, source.schema, 'configuration');
      const { state, diagnostics = [] } = await source.read({ config }, context);
      return { state: objectMessage(state, source.schema), diagnostics: diagnostics.map(diagnosticMessage) };
    },
    broken: (diagnostic) => ({ diagnostics: [diagnosticMessage(diagnostic)] }),
  }),

  ValidateEphemeralResourceConfig: rpc({
    request: wire.ValidateEphemeralResourceConfig.Request,
    response: wire.ValidateEphemeralResourceConfig.Response,
    answer: (request) => noEphemeral(request.typeName),
    broken: (diagnostic) => ({ diagnostics: [diagnosticMessage(diagnostic)] }),
  }),

  OpenEphemeralResource: rpc({
    request: wire.OpenEphemeralResource.Request,
    response: wire.OpenEphemeralResource.Response,
    answer: (request) => noEphemeral(request.typeName),
    broken: (diagnostic) => ({ diagnostics: [diagnosticMessage(diagnostic)] }),
  }),

  RenewEphemeralResource: rpc({
    request: wire.RenewEphemeralResource.Request,
    response: wire.RenewEphemeralResource.Response,
    answer: (request) => noEphemeral(request.typeName),
    broken: (diagnostic) => ({ diagnostics: [diagnosticMessage(diagnostic)] }),
  }),

  CloseEphemeralResource: rpc({
    request: wire.CloseEphemeralResource.Request,
    response: wire.CloseEphemeralResource.Response,
    answer: (request) => noEphemeral(request.typeName),
    broken: (diagnostic) => ({ diagnostics: [diagnosticMessage(diagnostic)] }),
  }),
};

function dataSourceOf(provider: TfProvider, type: string | null | undefined): TfDataSource {
  const name = type ?? '';
  const source = Object.hasOwn(provider.dataSources, name) ? provider.dataSources[name] : undefined;
  if (!source) throw new Refused(refusal('No such data source', `This provider has no data source ${JSON.stringify(name)}.`));
  return source;
}

function noEphemeral(type: string | null | undefined): never {
  throw new Refused(refusal('No such ephemeral resource', `This provider has no ephemeral resource type ${JSON.stringify(type ?? '')}.`));
}

/** The procedures of a managed resource's life. */
import { diagnosticMessage, pathMessage, refusal } from './diagnostics';
import { objectIn, objectMessage, presentObjectIn, rawStateIn } from './dynamic-value';
import { type BoundRpc, Refused, rpc } from './rpc';
import type { TfProvider, TfResource } from './types';
import { wire } from './wire';

const NO_BYTES = new Uint8Array();

export const resourceRpcs: Readonly<Record<string, BoundRpc>> = {
  ValidateResourceConfig: rpc({
    request: wire.ValidateResourceConfig.Request,
    response: wire.ValidateResourceConfig.Response,
    async answer(request, { provider, context }) {
      const resource = resourceOf(provider, request.typeName);
      const config = presentObjectIn(request.config, resource.schema, 'configuration');
      const { diagnostics = [] } = await resource.validate({ config }, context);
      return { diagnostics: diagnostics.map(diagnosticMessage) };
    },
    broken: (diagnostic) => ({ diagnostics: [diagnosticMessage(diagnostic)] }),
  }),

  UpgradeResourceState: rpc({
    request: wire.UpgradeResourceState.Request,
    response: wire.UpgradeResourceState.Response,
    async answer(request, { provider, context }) {
      const resource = resourceOf(provider, request.typeName);
      const raw = rawStateIn(request.rawState);
      const { state, diagnostics = [] } = await resource.upgrade({ version: request.version ?? 0, raw }, context);
      return { upgradedState: objectMessage(state, resource.schema), diagnostics: diagnostics.map(diagnosticMessage) };
    },
    broken: (diagnostic) => ({ diagnostics: [diagnosticMessage(diagnostic)] }),
  }),

  ReadResource: rpc({
    request: wire.ReadResource.Request,
    response: wire.ReadResource.Response,
    async answer(request, { provider, context }) {
      const resource = resourceOf(provider, request.typeName);
      const priv = request.private ?? NO_BYTES;
      const given = presentObjectIn(request.currentState, resource.schema, 'state');
      const { state, diagnostics = [], priv: answered = priv } = await resource.read({ state: given, priv }, context);
      return { newState: objectMessage(state, resource.schema), private: answered, diagnostics: diagnostics.map(diagnosticMessage) };
    },
    broken: (diagnostic, { currentState, private: priv }) => ({
      ...(currentState ? { newState: currentState } : {}),
      private: priv ?? NO_BYTES,
      diagnostics: [diagnosticMessage(diagnostic)],
    }),
  }),

  PlanResourceChange: rpc({
    request: wire.PlanResourceChange.Request,
    response: wire.PlanResourceChange.Response,
    async answer(request, { provider, context }) {
      const resource = resourceOf(provider, request.typeName);
      const { schema } = resource;
      const priv = request.priorPrivate ?? NO_BYTES;
      const prior = objectIn(request.priorState, schema, 'prior state');
      const proposed = objectIn(request.proposedNewState, schema, 'proposed state');
      const config = objectIn(request.config, schema, 'configuration');
      const plan = await resource.plan({ prior, proposed, config, priv }, context);
      return {
        plannedState: objectMessage(plan.planned, schema),
        requiresReplace: (plan.requiresReplace ?? []).map(pathMessage),
        plannedPrivate: plan.priv ?? priv,
        diagnostics: (plan.diagnostics ?? []).map(diagnosticMessage),
      };
    },
    broken: (diagnostic) => ({ diagnostics: [diagnosticMessage(diagnostic)] }),
  }),

  ApplyResourceChange: rpc({
    request: wire.ApplyResourceChange.Request,
    response: wire.ApplyResourceChange.Response,
    async answer(request, { provider, context }) {
      const resource = resourceOf(provider, request.typeName);
      const { schema } = resource;
      const priv = request.plannedPrivate ?? NO_BYTES;
      const prior = objectIn(request.priorState, schema, 'prior state');
      const planned = objectIn(request.plannedState, schema, 'planned state');
      const config = objectIn(request.config, schema, 'configuration');
      const applied = await resource.apply({ prior, planned, config, priv }, context);
      return {
        newState: objectMessage(applied.state, schema),
        private: applied.priv ?? priv,
        diagnostics: (applied.diagnostics ?? []).map(diagnosticMessage),
      };
    },
    // What stood before may still stand, so Terraform must not forget it.
    broken: (diagnostic, { priorState, plannedPrivate }) => ({
      ...(priorState ? { newState: priorState } : {}),
      private: plannedPrivate ?? NO_BYTES,
      diagnostics: [diagnosticMessage(diagnostic)],
    }),
  }),

  ImportResourceState: rpc({
    request: wire.ImportResourceState.Request,
    response: wire.ImportResourceState.Response,
    async answer(request, { provider, context }) {
      const resource = resourceOf(provider, request.typeName);
      const { imported, diagnostics = [] } = await resource.import({ id: request.id ?? '' }, context);
      const importedResources = imported.map(({ type, state, priv = NO_BYTES }) => {
        return { typeName: type, state: objectMessage(state, resourceOf(provider, type).schema), private: priv };
      });
      return { importedResources, diagnostics: diagnostics.map(diagnosticMessage) };
    },
    broken: (diagnostic) => ({ diagnostics: [diagnosticMessage(diagnostic)] }),
  }),

  MoveResourceState: rpc({
    request: wire.MoveResourceState.Request,
    response: wire.MoveResourceState.Response,
    async answer(request, { provider, context }) {
      const resource = resourceOf(provider, request.targetTypeName);
      const from = { sourceType: request.sourceTypeName ?? '', sourceProvider: request.sourceProviderAddress ?? '' };
      if (!resource.move) throw cannotMove(from.sourceType, request.targetTypeName ?? '');
      const raw = rawStateIn(request.sourceState);
      const moved = await resource.move({ ...from, sourceVersion: request.sourceSchemaVersion ?? 0, raw }, context);
      return {
        targetState: objectMessage(moved.state, resource.schema),
        targetPrivate: moved.priv ?? NO_BYTES,
        diagnostics: (moved.diagnostics ?? []).map(diagnosticMessage),
      };
    },
    broken: (diagnostic) => ({ diagnostics: [diagnosticMessage(diagnostic)] }),
  }),
};

function resourceOf(provider: TfProvider, type: string | null | undefined): TfResource {
  const name = type ?? '';
  const resource = Object.hasOwn(provider.resources, name) ? provider.resources[name] : undefined;
  if (!resource) throw new Refused(refusal('No such resource type', `This provider has no resource type ${JSON.stringify(name)}.`));
  return resource;
}

function cannotMove(from: string, to: string): Refused {
  return new Refused(
    refusal('The resource cannot be moved', `A ${to} cannot take over the state of a ${from}. Remove the moved block, or import the object.`),
  );
}

/** The procedures of provider functions. */
import { diagnosticMessage, refusal } from './diagnostics';
import { messageOf, valueIn } from './dynamic-value';
import { type BoundRpc, Refused, rpc } from './rpc';
import { mapValues } from './rpc-provider';
import { functionMessage } from './schema';
import { FunctionError, type TfFunction, type TfProvider, type TfType } from './types';
import { wire } from './wire';

export const functionRpcs: Readonly<Record<string, BoundRpc>> = {
  GetFunctions: rpc({
    request: wire.GetFunctions.Request,
    response: wire.GetFunctions.Response,
    answer: (_request, { provider }) => ({ functions: mapValues(provider.functions, functionMessage) }),
    broken: (diagnostic) => ({ diagnostics: [diagnosticMessage(diagnostic)] }),
  }),

  CallFunction: rpc({
    request: wire.CallFunction.Request,
    response: wire.CallFunction.Response,
    answer(request, { provider }) {
      const definition = functionOf(provider, request.name);
      const args = (request.arguments ?? []).map((argument, index) => valueIn(argument, parameterType(definition, index), `argument ${index + 1}`));
      const missing = definition.parameters.length - args.length;
      if (missing > 0) throw new Refused(refusal('Arguments are missing', `${request.name ?? ''} takes ${missing} more.`));
      try {
        return { result: messageOf(definition.call(args), definition.returns) };
      } catch (error) {
        if (error instanceof FunctionError) return { error: functionError(error) };
        throw error;
      }
    },
    broken: ({ summary, detail }) => ({ error: { text: detail ? `${summary}: ${detail}` : summary } }),
  }),
};

function functionError({ message, argument }: FunctionError): wire.FunctionError.$Properties {
  return argument === undefined ? { text: message } : { text: message, functionArgument: argument };
}

function parameterType(definition: TfFunction, index: number): TfType {
  const type = definition.parameters[index]?.type ?? definition.variadic?.type;
  if (type === undefined) throw new Refused(refusal('Too many arguments', `The function takes ${definition.parameters.length}.`));
  return type;
}

function functionOf(provider: TfProvider, given: string | null | undefined): TfFunction {
  const name = given ?? '';
  const definition = Object.hasOwn(provider.functions, name) ? provider.functions[name] : undefined;
  if (!definition) throw new Refused(refusal('No such function', `This provider has no function ${JSON.stringify(name)}.`));
  return definition;
}

/** Provider functions, from their definitions. They run unconfigured, so they know the offer and no platform. */
import type { FunctionDefinition } from '../core/function';
import { typeOf } from '../core/project/terraform-schema';
import type { Shape } from '../core/shape';
import { isObject, type Value } from '../core/unknown';
import { rangeOf, shown } from '../core/validate';
import { FunctionError, type TfFunction } from '../tfplugin/types';
import { toModel, toTerraform } from './values';

export function providerFunction(definition: FunctionDefinition): TfFunction {
  const parameters = Object.entries(definition.parameters);
  return {
    parameters: parameters.map(([name, { shape, doc }]) => ({ name, type: typeOf(shape), description: doc })),
    returns: typeOf(definition.returns),
    summary: definition.doc,
    description: definition.doc,
    call(given) {
      const args = given.map(toModel);
      parameters.forEach(([name, { shape }], index) => {
        const problem = argumentProblem(shape, args[index] ?? null, name);
        if (problem !== undefined) throw new FunctionError(problem, index);
      });
      return toTerraform(definition.returns, definition.call(...args), () => true);
    },
  };
}

/** What is wrong with an argument, in the words of its shape. Terraform has seen to its type. */
function argumentProblem(shape: Shape, value: Value, label: string): string | undefined {
  if (value === null) return `${label} is null; it must be given`;
  if (shape.kind === 'string' && shape.oneOf && !shape.oneOf.includes(String(value)))
    return `${label} is ${shown(value)}; allowed: ${shape.oneOf.join(', ')}`;
  if (shape.kind === 'int' || shape.kind === 'number') {
    if (typeof value !== 'number') return `${label} is no number`;
    if (shape.kind === 'int' && !Number.isSafeInteger(value)) return `${label} is ${shown(value)}; it must be a whole number`;
    if (value < (shape.min ?? -Infinity) || value > (shape.max ?? Infinity)) return `${label} is ${shown(value)}; allowed: ${rangeOf(shape)}`;
  }
  if (shape.kind === 'list' && Array.isArray(value)) {
    for (const [index, element] of (value as readonly Value[]).entries()) {
      const problem = isObject(element) ? undefined : argumentProblem(shape.of, element, `${label}[${index}]`);
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

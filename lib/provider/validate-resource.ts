/** ValidateResourceConfig: the shape of what is written. Terraform calls it before the provider is configured, so tenant and id are not known. */
import type { Attributes } from '../core/attribute';
import type { Catalogue } from '../core/catalogue';
import { shapeFindings } from '../core/generic/generic';
import { normalise } from '../core/normalise';
import { placeOf } from '../core/path';
import { typeName } from '../core/project/terraform-schema';
import type { Definition } from '../core/resource';
import { UNKNOWN } from '../core/unknown';
import type { ShapeProblem } from '../core/validate';
import type { Diagnostic, TfObject } from '../tfplugin/types';
import { findingDiagnostic, NAMELESS } from './diagnostics';
import { timeoutProblems } from './timeouts';
import { inexactPlaces } from './values';
import { writtenValues } from './written';

/** Characters of a name that a summary repeats. */
const NAME_MAX = 80;

export function validateResource(catalogue: Catalogue, definition: Definition, config: TfObject): Diagnostic[] {
  const { type, attrs } = definition;
  const { values, problems } = normalise(catalogue, type, writtenValues(attrs, config, null), { tenant: UNKNOWN, edition: catalogue.editions[0] });
  const { name } = config;
  const label = typeof name === 'string' ? `${typeName(type)} ${JSON.stringify(name.slice(0, NAME_MAX))}` : `${typeName(type)} (name not known yet)`;
  const resource = { id: NAMELESS, type, values, identified: false, problems: [...problems, ...configProblems(attrs, config)] };
  return shapeFindings(resource).map((finding) => findingDiagnostic(finding, { id: NAMELESS, attrs, config, label }));
}

/** What the model does not see: values for what is computed, timeouts, and numbers that lost digits on the way. */
export const configProblems = (attrs: Attributes, config: TfObject): ShapeProblem[] => [
  ...computedButGiven(attrs, config),
  ...[...inexactPlaces(config)].map(inexact),
  ...timeoutProblems(config),
];

/** Terraform lets a configuration give a value to what is only computed, and leaves it to the provider to object. */
const computedButGiven = (attrs: Attributes, config: TfObject): ShapeProblem[] =>
  Object.entries(attrs)
    .filter(([key, { mode }]) => mode === 'computed' && (config[key] ?? null) !== null)
    .map(([key]) => ({ steps: [{ attribute: key }], path: key, message: `${key} is computed; a configuration cannot set it`, fix: 'leave it out' }));

function inexact(steps: ShapeProblem['steps']): ShapeProblem {
  const path = placeOf(steps);
  return { steps, path, message: `${path} has more digits than a number here may have`, fix: 'give a number of 15 digits at most' };
}

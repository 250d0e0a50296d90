/** A form: what somebody fills in beside resources, as the input of an action or the target of a fault. Read with the same care. */
import type { Attributes } from './attribute';
import { fillAttributes } from './fill';
import type { Values } from './unknown';
import { type ShapeProblem, shapeProblems, type Validators } from './validate';

export interface Form<A extends Attributes = Attributes> {
  readonly doc: string;
  readonly attrs: A;
}

export interface Filled {
  readonly values: Values;
  readonly problems: readonly ShapeProblem[];
}

/** Reads what was written into a form: defaults applied, unset attributes null, every mistake with its place. */
export function readForm(validators: Validators, name: string, form: Form, written: Values, edition: string): Filled {
  const validator = validators[name];
  if (!validator) throw new Error(`no validator was built for ${name}`);
  const given = Object.fromEntries(Object.entries(written).filter(([, value]) => value !== null && value !== undefined));
  const problems = shapeProblems(validator, form, given);
  return { values: problems.length > 0 ? given : fillAttributes(form.attrs, given, { edition, tenant: 'main' }), problems };
}

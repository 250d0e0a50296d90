/** A conformance case as `main.tf.json`, with ids as literals or as references. */
import { catalogue } from '../../lib/catalogue/complete';
import { definitionOf } from '../../lib/core/catalogue';
import { idOf } from '../../lib/core/resource';
import type { Values } from '../../lib/core/unknown';
import type { CaseResource, ConformanceCase } from './cases';

const CASE_TENANT = 'main';

/** The id of a case's resource; undefined where its name is not known. */
export const idOfCase = ({ type, values }: CaseResource): string | undefined =>
  idOf(definitionOf(catalogue, type), { tenant: CASE_TENANT, ...values } as Values);

/** The configuration. Labels are numbered, so that names in any form make one. A value that is not known is a variable. */
export function asTerraform(each: ConformanceCase, ids: 'as literals' | 'as references'): object {
  const labels = each.estate.map((resource, index) => ({ resource, label: `r${index}` }));
  const byId = new Map(
    labels.flatMap(({ resource, label }) => {
      const id = idOfCase(resource);
      return id === undefined ? [] : [[id, `\${socle_${resource.type}.${label}.id}`] as const];
    }),
  );
  const variables: Record<string, object> = {};
  const written = (value: unknown, own: string | undefined): unknown => {
    if (Array.isArray(value)) return value.map((element) => written(element, own));
    if (typeof value === 'string') return ids === 'as references' && value !== own ? (byId.get(value) ?? value) : value;
    if (typeof value !== 'object' || value === null) return value;
    if ('unknown' in value) {
      const name = `unknown${Object.keys(variables).length}`;
      variables[name] = {};
      return `\${var.${name}}`;
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, written(inner, own)]));
  };
  const resource: Record<string, Record<string, unknown>> = {};
  for (const { resource: one, label } of labels) (resource[`socle_${one.type}`] ??= {})[label] = written(one.values, idOfCase(one));
  return { provider: { socle: { tenant: CASE_TENANT } }, resource, ...(Object.keys(variables).length > 0 ? { variable: variables } : {}) };
}

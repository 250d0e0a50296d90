/** Data sources: every noun by id or name, with what time and others change about it, and the tables of the offer. */
import { definitionOfId } from '../core/catalogue';
import type { FactSource, Shows } from '../core/fact-source';
import { dataSourceSchema, factSourceSchema, typeName } from '../core/project/terraform-schema';
import { type Definition, idOf } from '../core/resource';
import { listOf, object } from '../core/shape';
import { isUnknown, type Values } from '../core/unknown';
import { shown as inWords } from '../core/validate';
import type { Diagnostic, TfDataSource, TfObject, TfSchema } from '../tfplugin/types';
import { answerDiagnostics, errorDiagnostic } from './diagnostics';
import type { Surroundings } from './session';
import { objectToTerraform, shown, toTerraform } from './values';

type Answered = Awaited<ReturnType<TfDataSource['read']>>;

export function nounSource(around: Surroundings, definition: Definition): TfDataSource {
  const schema: TfSchema = dataSourceSchema(definition);
  return {
    schema,
    async validate({ config }) {
      return { diagnostics: lookupProblems(definition, config) };
    },
    read: ({ config }) => answering(definition, () => readNoun(around, definition, config)),
  };
}

function lookupProblems(definition: Definition, config: TfObject): Diagnostic[] {
  const given = ['id', 'name'].filter((key) => (config[key] ?? null) !== null);
  if (given.length === 1) return [];
  const detail = given.length === 0 ? 'Neither id nor name is given.' : 'Both id and name are given.';
  return [errorDiagnostic(`${typeName(definition.type)} is looked up by id or by name`, `${detail}\n\nFix: give exactly one of them.`)];
}

async function readNoun(around: Surroundings, definition: Definition, config: TfObject): Promise<Answered> {
  const session = around.session();
  const found = lookedUp(around, definition, config);
  if ('summary' in found) return { state: null, diagnostics: [found] };
  const stored = await session.client.get(found.id);
  if (!stored) {
    const creates = session.turnover.isCreated(found.id) ? 'This plan creates it. ' : '';
    const detail = `${found.id} does not exist on this platform. ${creates}A data source is read before the resources that it does not depend on.\n\nFix: where this configuration creates it, add depends_on with that resource, or refer to its id; else check the name.`;
    return { state: null, diagnostics: [errorDiagnostic(`${found.id} does not exist`, detail)] };
  }
  const observed = await session.client.observe(found.id);
  return { state: objectToTerraform(definition.attrs, { ...stored.values, ...observed }, shown) };
}

function lookedUp(around: Surroundings, definition: Definition, config: TfObject): { readonly id: string } | Diagnostic {
  const { id } = config;
  if (typeof id === 'string') {
    if (definitionOfId(around.catalogue, id)?.type === definition.type) return { id };
    return errorDiagnostic(
      `This is not the id of a ${typeName(definition.type)}`,
      `${inWords(id)} was given.\n\nFix: refer to the id of a resource, or look it up by name.`,
      [{ attribute: 'id' }],
    );
  }
  const { attribute } = definition.parent;
  const { tenant } = around.session();
  const parent = config[attribute] ?? (attribute === 'tenant' && !isUnknown(tenant) ? tenant : null);
  const named =
    typeof parent === 'string' && typeof config['name'] === 'string' ? idOf(definition, { name: config['name'], [attribute]: parent }) : undefined;
  return named === undefined
    ? errorDiagnostic(`${attribute} is missing`, `A name alone does not identify it.\n\nFix: give ${attribute}, or look it up by id.`)
    : { id: named };
}

export function factSource(around: Surroundings, source: FactSource): TfDataSource {
  const table = listOf(object(source.attrs));
  return {
    schema: factSourceSchema(source),
    async validate() {
      return {};
    },
    read: ({ config }) =>
      answering(undefined, async () => {
        if ('rows' in source) return { state: { [source.name]: toTerraform(table, source.rows(await around.session().world()), shown) } };
        const found = await shownBy(around, source.shownBy, config);
        if ('summary' in found) return { state: null, diagnostics: [found] };
        return { state: { [source.shownBy.attribute]: found.id, [source.name]: toTerraform(table, found.seen[source.name] ?? [], shown) } };
      }),
  };
}

/** What the resource shows that a table is asked of. */
async function shownBy(
  around: Surroundings,
  { attribute, type }: Shows,
  config: TfObject,
): Promise<{ readonly id: string; readonly seen: Values } | Diagnostic> {
  const id = config[attribute];
  if (typeof id !== 'string' || definitionOfId(around.catalogue, id)?.type !== type)
    return errorDiagnostic(`This is not the id of a ${typeName(type)}`, `${inWords(id)} was given.\n\nFix: refer to the id of a resource.`, [
      { attribute },
    ]);
  const { client } = around.session();
  if (await client.get(id)) return { id, seen: await client.observe(id) };
  return errorDiagnostic(
    `${id} does not exist`,
    `It does not exist on this platform.\n\nFix: where this configuration creates it, refer to the id of that resource; else check the name.`,
    [{ attribute }],
  );
}

async function answering(definition: Definition | undefined, read: () => Promise<Answered>): Promise<Answered> {
  try {
    return await read();
  } catch (error) {
    const diagnostics = answerDiagnostics(error, { id: undefined, attrs: definition?.attrs ?? {}, config: null });
    if (!diagnostics) throw error;
    return { state: null, diagnostics };
  }
}

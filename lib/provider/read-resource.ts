/** ReadResource, ImportResourceState and UpgradeResourceState: the state as it stands on the platform. */
import { definitionOfId } from '../core/catalogue';
import type { Stored } from '../core/command';
import { resourceSchema, STATE_VERSION, typeName } from '../core/project/terraform-schema';
import type { Definition } from '../core/resource';
import { shown } from '../core/validate';
import { valueFromJson } from '../tfplugin/json-value';
import { impliedType } from '../tfplugin/schema';
import type { Diagnostic, TfObject, TfResource } from '../tfplugin/types';
import { ValueError } from '../tfplugin/value-error';
import { answerDiagnostics, errorDiagnostic } from './diagnostics';
import { incarnationIn, withIncarnation } from './private-state';
import type { Session, Surroundings } from './session';
import { NOT_CONFIGURED } from './timeouts';
import { isTfObject, lasting, objectToTerraform } from './values';

type Request = Parameters<TfResource['read']>[0];
type Answered<M extends 'read' | 'import' | 'upgrade'> = Awaited<ReturnType<TfResource[M]>>;

const stateOf = (definition: Definition, stored: Stored, timeouts: TfObject['timeouts']): TfObject => ({
  ...objectToTerraform(definition.attrs, stored.values, lasting),
  timeouts: timeouts ?? null,
});

/** What stands under the id now, whichever object it is; null where nothing does. */
export async function readResource(around: Surroundings, definition: Definition, request: Request): Promise<Answered<'read'>> {
  const { state, priv } = request;
  const session = around.session();
  session.parking.stir();
  try {
    const stored = await session.client.get(String(state['id']));
    if (!stored || stored.type !== definition.type) return { state: null, diagnostics: missed(session, String(state['id']), priv) };
    return { state: stateOf(definition, stored, state['timeouts'] ?? null), priv: withIncarnation(stored.incarnation) };
  } catch (error) {
    const diagnostics = answerDiagnostics(error, { id: undefined, attrs: definition.attrs, config: null });
    if (!diagnostics) throw error;
    return { state, diagnostics };
  }
}

/** What once stood, as its incarnation tells, is gone. Where nothing ever stood, it may be that another platform is meant. */
function missed(session: Session, id: string, priv: Uint8Array): Diagnostic[] {
  const at = incarnationIn(priv) === undefined ? undefined : session.takeUnusedAt();
  if (at === undefined) return [];
  const detail =
    `The platform at ${at} is new: nothing was ever created on it, but the state knows ${id}, which would be created anew.\n\n` +
    'Fix: correct state_path or endpoint (or SOCLE_STATE_PATH, SOCLE_ENDPOINT) where it leads to the wrong one; where the platform was reset or moved away, go on.';
  return [{ severity: 'warning', summary: 'The platform is new, and the state tells of another', detail }];
}

export async function importResource(around: Surroundings, definition: Definition, id: string): Promise<Answered<'import'>> {
  const { collection, attribute } = definition.parent;
  const form = `${collection}/<${attribute}>/${definition.collection}/<name>`;
  const refused = (summary: string, detail: string): Answered<'import'> => ({ imported: [], diagnostics: [errorDiagnostic(summary, detail)] });
  const owner = definitionOfId(around.catalogue, id);
  if (!owner) return refused('This is not the id of a resource', `${shown(id)} was given; the id of a ${typeName(definition.type)} is ${form}.`);
  if (owner.type !== definition.type) {
    return refused(
      'The id belongs to another type',
      `${id} is the id of a ${typeName(owner.type)}; import it there. The id of a ${typeName(definition.type)} is ${form}.`,
    );
  }
  try {
    const stored = await around.session().client.get(id);
    if (!stored)
      return refused(
        'There is nothing to import',
        `${id} does not exist on this platform.\n\nFix: check the name, the tenant, and the provider's state_path or endpoint.`,
      );
    const state = stateOf(definition, stored, NOT_CONFIGURED);
    return { imported: [{ type: typeName(definition.type), state, priv: withIncarnation(stored.incarnation) }] };
  } catch (error) {
    const diagnostics = answerDiagnostics(error, { id, attrs: definition.attrs, config: null });
    if (!diagnostics) throw error;
    return { imported: [], diagnostics };
  }
}

/** A stored state in today's form: attributes that are gone are dropped, new ones are null until the next refresh. */
export function upgradeState(definition: Definition, version: number, raw: unknown): Answered<'upgrade'> {
  const schema = resourceSchema(definition);
  const type = impliedType(schema);
  const refused = (summary: string, detail: string): Answered<'upgrade'> => ({
    state: objectToTerraform(definition.attrs, {}, lasting),
    diagnostics: [errorDiagnostic(summary, detail)],
  });
  if (version > STATE_VERSION) {
    const detail = `This provider writes version ${STATE_VERSION} of ${typeName(definition.type)}; the state has version ${version}.\n\nFix: use the provider's release that wrote it, or a later one.`;
    return refused('The state was written by a newer provider', detail);
  }
  try {
    const state = valueFromJson(raw, type, 'drop');
    if (isTfObject(state)) return { state };
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    return refused(
      'The stored state cannot be read',
      `${typeName(definition.type)}: ${error.message}.\n\nFix: remove it from the state and import it again.`,
    );
  }
  return refused(
    'The stored state cannot be read',
    `${typeName(definition.type)}: it is no object.\n\nFix: remove it from the state and import it again.`,
  );
}

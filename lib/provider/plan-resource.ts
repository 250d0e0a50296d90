/** PlanResourceChange: what will be, and what is wrong with it as far as this run knows. */
import type { Resource } from '../core/estate';
import type { Finding, Undecided } from '../core/finding';
import type { Definition } from '../core/resource';
import type { Diagnostic, TfObject, TfResource } from '../tfplugin/types';
import { changeFindings } from './change-findings';
import { type Carrier, findingDiagnostic, NAMELESS } from './diagnostics';
import type { Action, Judged } from './plan-so-far';
import { type Planned, planned } from './planned';
import { incarnationIn, NOTHING, replacing } from './private-state';
import { recall, recallNeighbours } from './recall';
import type { Session, Surroundings } from './session';
import { leavesBeforeItsUsers } from './turnover';
import { configProblems } from './validate-resource';
import { withoutChoices } from './written';

type Request = Parameters<TfResource['plan']>[0];
type Response = Awaited<ReturnType<TfResource['plan']>>;

export async function planResource(around: Surroundings, definition: Definition, request: Request): Promise<Response> {
  const session = around.session();
  session.parking.stir();
  const { prior, config, priv } = request;
  if (request.proposed === null || config === null) return planDestroy(session, definition, prior, priv);
  const plan = planned(around.catalogue, definition, { config, prior }, session);
  if (prior && plan.replaces.length > 0) {
    // Terraform asks again, without the prior state, but drops what that call warns of: so what comes then is judged now.
    const anew = planned(around.catalogue, definition, { config, prior: null }, session);
    const diagnostics = await report(around, definition, { action: 'replace', prior, config, priv, plan: anew });
    return { planned: plan.state, requiresReplace: plan.replaces, priv, diagnostics };
  }
  const action = actionOf(prior, plan, priv);
  const diagnostics = await report(around, definition, { action, prior, config, priv, plan });
  if (prior) return { planned: plan.state, priv, diagnostics: [...session.takeDeferred(), ...diagnostics] };
  const incarnation = incarnationIn(priv);
  if (incarnation === undefined) return { planned: plan.state, priv: NOTHING, diagnostics: [...session.takeDeferred(), ...diagnostics] };
  // The second call of a replacement that the user forced: the next resource that is planned carries its warnings.
  session.defer(diagnostics.filter(({ severity }) => severity === 'warning'));
  const { id } = plan.normalised;
  const under = id !== undefined && session.turnover.isReplaced(id) ? 'the same id' : 'another id';
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return { planned: plan.state, priv: replacing(incarnation, under), diagnostics: errors };
}

/** Without a prior state, private state tells a replacement, even one that the user forced, from a creation. */
function actionOf(prior: TfObject | null, plan: Planned, priv: Uint8Array): Action {
  if (prior) return plan.changed ? 'update' : 'none';
  return incarnationIn(priv) === undefined ? 'create' : 'replace';
}

interface Occurrence {
  readonly action: Action;
  readonly prior: TfObject | null;
  readonly config: TfObject;
  readonly priv: Uint8Array;
  readonly plan: Planned;
}

async function report(around: Surroundings, definition: Definition, { action, prior, config, priv, plan }: Occurrence): Promise<Diagnostic[]> {
  const session = around.session();
  const resource = modelOf(session, definition, plan, config);
  if (prior) {
    const before = recall(session, definition, prior, priv);
    if (action === 'update') await recallNeighbours(session, before);
  }
  const judged = session.soFar.keep(resource, action, { edition: session.edition, asOf: around.today(), world: await session.world() });
  const extra = await changeFindings(session, definition, { resource, action, prior, config, priv, plan: plan.state });
  for (const undecided of judged.undecided) logUndecided(around, undecided);
  return raise(session, { id: resource.id, attrs: definition.attrs, config }, action, judged, extra);
}

/** The resource as rules see it. Without a known name it has a key of its own. */
function modelOf(session: Session, definition: Definition, plan: Planned, config: TfObject): Resource {
  const { id, values } = plan.normalised;
  const problems = [...plan.normalised.problems, ...configProblems(definition.attrs, config)];
  return {
    id: id ?? `${NAMELESS}${definition.type}#${session.soFar.kept.size}`,
    type: definition.type,
    values: withoutChoices(values),
    identified: id !== undefined,
    ...(problems.length > 0 ? { problems } : {}),
  };
}

function raise(session: Session, carrier: Carrier, action: Action, judged: Judged, extra: readonly Finding[]): Diagnostic[] {
  const raised = [...judged.raised, ...session.soFar.raiseAll(extra, action)];
  return raised.map(({ finding, severity, note }) => findingDiagnostic(finding, carrier, severity, note));
}

/** Nothing refuses here: the platform does, at apply, when it is known what has gone before. */
function planDestroy(session: Session, definition: Definition, prior: TfObject | null, priv: Uint8Array): Response {
  if (!prior) return { planned: null, priv };
  const leaving = recall(session, definition, prior, priv);
  const findings = session.turnover.destroy(leaving);
  const { turnover, soFar } = session;
  const staying = soFar.usersBefore(leaving.id).filter(({ id }) => soFar.kept.get(id) && !turnover.isReplaced(id) && !turnover.isUpdated(id));
  if (staying.length > 0) {
    findings.push(
      leavesBeforeItsUsers(
        leaving,
        staying.map((user) => user.id),
      ),
    );
  }
  const carrier: Carrier = { id: leaving.id, attrs: definition.attrs, config: null };
  return { planned: null, priv, diagnostics: raise(session, carrier, 'none', { raised: [], undecided: [] }, findings) };
}

function logUndecided({ log }: Surroundings, { code, resource, because }: Undecided): void {
  log.info(`${code} ${resource} is not decidable yet`, { code, resource, because: because.join(', ') });
}

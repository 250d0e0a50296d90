/** Faults: what is broken, and how the platform takes the consequences when something breaks or is mended. */
import type { Ending } from '../core/activity';
import { Refusal } from '../core/command';
import { type Fault, type FaultOrder, faultForm } from '../core/fault';
import { readForm } from '../core/form';
import { shapeFindings } from '../core/generic/generic';
import { nearest } from '../core/nearest';
import type { Values } from '../core/unknown';
import { shown } from '../core/validate';
import { SECOND_MS } from '../core/virtual-time';
import { forgetPlans, plan } from './agenda';
import { faultOf, noteFault } from './broken';
import { PlatformDeed } from './deed';
import { strikeOut } from './ledger';
import { refuse, type Scene, serial } from './scene';

const ID_DIGITS = 8;
/** Faults that a platform keeps at a time, those to come among them. */
const FAULTS_MAX = 1000;
/** Furthest that a fault is planned ahead, and longest that it lasts, in seconds: ten years. */
const SECONDS_MAX = 3653 * 86_400;

/** Breaks something, at once or later. Throws `Refusal` where the order names what this stock lacks. */
export function strike(scene: Scene, order: FaultOrder): Fault {
  const target = targetOf(scene, order);
  if (scene.standing.ledger('.fault').size >= FAULTS_MAX) refuseOrder(order, `${FAULTS_MAX} faults stand already`, 'mend some first');
  scene.planned += 1;
  const id = `${order.kind}-${serial(scene, `fault ${scene.planned}`, ID_DIGITS)}`;
  const from = scene.now + seconds(order, 'after_seconds') * SECOND_MS;
  const lasting = order.for_seconds === undefined ? null : seconds(order, 'for_seconds');
  const fault: Fault = { id, kind: order.kind, target, from, until: lasting === null ? null : from + lasting * SECOND_MS, active: false };
  noteFault(scene, fault);
  if (from > scene.now) plan(scene, { type: '.fault', id }, 'strike', from);
  else strikes(scene, id);
  return { ...fault, active: from <= scene.now };
}

/** Mends what a fault broke, or calls off what has not struck yet; false where there is no such fault. */
export function mend(scene: Scene, id: string): boolean {
  const fault = faultOf(scene, id);
  if (!fault) return false;
  forgetPlans(scene, { type: '.fault', id });
  strikeOut(scene, '.fault', id);
  if (fault.active) shake(scene);
  return true;
}

/** The moment of a fault has come: it strikes, or mends by itself. */
export function faultFallsDue(scene: Scene, id: string, what: string): Ending | undefined {
  if (what === 'strike') strikes(scene, id);
  else mend(scene, id);
  return undefined;
}

function strikes(scene: Scene, id: string): void {
  const fault = faultOf(scene, id);
  if (!fault) return;
  noteFault(scene, { ...fault, active: true });
  if (fault.until !== null) plan(scene, { type: '.fault', id }, 'mend', fault.until);
  shake(scene);
}

/** Every type takes the consequences of what is broken now, in the order of the behaviours. */
function shake(scene: Scene): void {
  for (const [type, { shaken }] of Object.entries(scene.behaviours)) shaken?.(new PlatformDeed(scene, { type, id: '' }));
}

function targetOf(scene: Scene, order: FaultOrder): Values {
  const { catalogue } = scene;
  const kind = catalogue.faultKinds.get(order.kind);
  if (!kind) {
    const known = [...catalogue.faultKinds.keys()];
    const meant = nearest(String(order.kind), known);
    return refuseOrder(order, `${shown(order.kind)} is no kind of fault; allowed: ${known.join(', ')}`, `use ${meant ?? 'one of them'}`);
  }
  const { values, problems } = readForm(catalogue.validators, faultForm(order.kind), kind, order.target, scene.edition);
  if (problems.length > 0) throw new Refusal(shapeFindings({ id: order.kind, type: '.fault', values, identified: false, problems }), false);
  const problem = kind.problem?.(values, scene.world);
  return problem === undefined ? values : refuseOrder(order, problem, 'name one that exists');
}

function seconds(order: FaultOrder, key: 'after_seconds' | 'for_seconds'): number {
  const given = order[key] ?? 0;
  if (Number.isFinite(given) && given >= 0 && given <= SECONDS_MAX) return given;
  return refuseOrder(order, `${key} is ${shown(given)}; allowed: 0 to ${SECONDS_MAX} seconds`, 'give a time in that range');
}

const refuseOrder = (order: FaultOrder, message: string, fix: string): never =>
  refuse({ id: String(order.kind), type: '.fault' }, { code: 'SHAPE', path: '', message, fix }, 'final');

/** Faults: what is broken, and how the platform takes the consequences when something breaks or is mended. */
import type { Ending } from '../core/activity';
import { Refusal } from '../core/command';
import type { Fault, FaultOrder } from '../core/fault';
import { SECOND_MS } from '../core/virtual-time';
import { forgetPlans, plan } from './agenda';
import { faultOf, noteFault } from './broken';
import { PlatformDeed } from './deed';
import { readOrder } from './fault-orders';
import { strikeOut } from './ledger';
import { refuse, type Scene, serial } from './scene';

const ID_DIGITS = 8;
/** Faults that a platform keeps at a time, those to come among them. */
const FAULTS_MAX = 1000;

/** Breaks something, at once or later. Throws `Refusal` where the order names what this stock lacks. */
export function strike(scene: Scene, order: FaultOrder): Fault {
  const { target, findings } = readOrder(scene, order);
  if (findings.length > 0) throw new Refusal(findings, false);
  if (scene.standing.ledger('.fault').size >= FAULTS_MAX) refuseOrder(order, `${FAULTS_MAX} faults stand already`, 'mend some first');
  scene.planned += 1;
  const id = `${order.kind}-${serial(scene, `fault ${scene.planned}`, ID_DIGITS)}`;
  const from = scene.now + Math.round((order.after_seconds ?? 0) * SECOND_MS);
  const fault: Fault = {
    id,
    kind: order.kind,
    target,
    from,
    until: order.for_seconds === undefined ? null : from + Math.round(order.for_seconds * SECOND_MS),
    active: false,
  };
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

const refuseOrder = (order: FaultOrder, message: string, fix: string): never =>
  refuse({ id: String(order.kind), type: '.fault' }, { code: 'SHAPE', path: '', message, fix }, 'final');

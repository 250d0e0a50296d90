/** Actions: what is asked of a resource beside changing its values. */
import { actionForm } from '../core/action';
import type { Activity } from '../core/activity';
import { type Order, Refusal } from '../core/command';
import { readForm } from '../core/form';
import { shapeFindings } from '../core/generic/generic';
import { nearest } from '../core/nearest';
import { shown } from '../core/validate';
import { activityOf, beginActivity, endActivity } from './activities';
import { isAwaited } from './agenda';
import { PlatformDeed } from './deed';
import { settleAll } from './due';
import { refuse, type Scene } from './scene';

/** Carries out an action on what stands; gives the activity by which its end may be watched. Throws `Refusal`; the caller undoes what was tried. */
export function act(scene: Scene, order: Order): Activity {
  const { type, id, action } = order;
  const row = scene.standing.row(id);
  const subject = { id, type };
  if (!row || row.type !== type)
    return refuse(subject, { code: 'STALE-001', path: '', message: 'it does not exist', fix: 'name one that exists' }, 'final');
  const known = scene.catalogue.actions.get(type) ?? [];
  const defined = known.find((each) => each.action === action);
  const does = scene.behaviours[type]?.acts?.[action];
  if (!defined || !does) {
    const names = known.map((each) => each.action);
    const message = `${shown(action)} is no action of it; it has ${names.length > 0 ? names.join(', ') : 'none'}`;
    return refuse(subject, { code: 'SHAPE', path: 'action', message, fix: `use ${nearest(action, names) ?? 'one of them'}` }, 'final');
  }
  const { values, problems } = readForm(scene.catalogue.validators, actionForm(defined), defined, order.input, scene.edition);
  if (problems.length > 0) throw new Refusal(shapeFindings({ id, type, values, identified: true, problems }), false);
  const activity = beginActivity(scene, row, action, scene.now);
  scene.activity = activity;
  const ending = does(row.values, values, new PlatformDeed(scene, row));
  scene.activity = null;
  if (isAwaited(scene, activity)) {
    if (ending) endActivity(scene, activity, ending, 'rest');
  } else endActivity(scene, activity, ending);
  settleAll(scene);
  return activityOf(scene, activity);
}

/** Reads what somebody asks to break: a kind that is known, a target of its form that this stock has, times within bounds. */
import type { Catalogue } from '../core/catalogue';
import { type FaultOrder, faultForm } from '../core/fault';
import type { Finding } from '../core/finding';
import { readForm } from '../core/form';
import { shapeFindings } from '../core/generic/generic';
import { nearest } from '../core/nearest';
import type { Values } from '../core/unknown';
import { shown } from '../core/validate';
import type { World } from '../core/world';
import { refusedFinding } from './scene';

/** Furthest that a fault is planned ahead, and longest that it lasts, in seconds: ten years. */
const SECONDS_MAX = 3653 * 86_400;

interface Ordered {
  /** Complete where nothing is wrong. */
  readonly target: Values;
  /** What is wrong, with its place in the order. */
  readonly findings: readonly Finding[];
}

interface Stock {
  readonly catalogue: Catalogue;
  readonly world: World;
  readonly edition: string;
}

export function readOrder({ catalogue, world, edition }: Stock, order: FaultOrder): Ordered {
  const kind = catalogue.faultKinds.get(order.kind);
  if (!kind) return { target: {}, findings: [unknownKind(order, [...catalogue.faultKinds.keys()])] };
  const { values, problems } = readForm(catalogue.validators, faultForm(order.kind), kind, order.target, edition);
  const shapes = shapeFindings({ id: order.kind, type: '.fault', values, identified: false, problems });
  const lacking = problems.length > 0 ? undefined : kind.problem?.(values, world);
  const findings = [
    ...shapes.map((finding) => ({ ...finding, path: `target.${finding.path}` })),
    ...(lacking === undefined ? [] : [wrong(order, 'target', lacking, 'name a target that can break')]),
    ...wrongTime(order, 'after_seconds'),
    ...wrongTime(order, 'for_seconds'),
  ];
  return { target: values, findings };
}

function unknownKind(order: FaultOrder, known: readonly string[]): Finding {
  const meant = nearest(String(order.kind), known);
  return wrong(order, 'kind', `${shown(order.kind)} is no kind of fault; allowed: ${known.join(', ')}`, `use ${meant ?? 'one of them'}`);
}

function wrongTime(order: FaultOrder, key: 'after_seconds' | 'for_seconds'): Finding[] {
  const given = order[key] ?? 0;
  if (Number.isFinite(given) && given >= 0 && given <= SECONDS_MAX) return [];
  return [wrong(order, key, `${key} is ${shown(given)}; allowed: 0 to ${SECONDS_MAX} seconds`, 'give a time in that range')];
}

const wrong = (order: FaultOrder, path: string, message: string, fix: string): Finding =>
  refusedFinding({ id: String(order.kind), type: '.fault' }, { code: 'SHAPE', path, message, fix });

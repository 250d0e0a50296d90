/** Findings and refusals as Terraform diagnostics: `CODE <id>: title`, the message, what to do, and where it comes from. */
import type { Attributes } from '../core/attribute';
import { Refusal, Unavailable } from '../core/command';
import type { Finding } from '../core/finding';
import { type Step, stepsOf } from '../core/path';
import { typeName } from '../core/project/terraform-schema';
import type { Shape } from '../core/shape';
import type { AttributePath, Diagnostic, PathStep, TfObject, TfValue } from '../tfplugin/types';
import { isTfList, isTfObject } from './values';

/** The resource that a diagnostic is raised on: only findings about it can carry an attribute path. */
export interface Carrier {
  readonly id: string | undefined;
  readonly attrs: Attributes;
  /** Where list positions are looked up; null at destroy. */
  readonly config: TfObject | null;
  /** What to call it as long as it has no id. */
  readonly label?: string;
}

/** Ids that stand in for an unknown name begin so. */
export const NAMELESS = '?';

export function findingDiagnostic(finding: Finding, carrier: Carrier, severity = finding.severity, note = ''): Diagnostic {
  const label = carrier.label ?? `${typeName(finding.type)} (name not known yet)`;
  const subject = finding.resource.startsWith(NAMELESS) ? label : finding.resource;
  const own = finding.resource === carrier.id && carrier.config !== null && finding.path !== '';
  const path = own ? attributePath(carrier.attrs, carrier.config, stepsOf(finding.path)) : [];
  return {
    severity,
    summary: `${finding.code} ${subject}: ${finding.title}`,
    detail: detailOf(finding, note),
    ...(path.length > 0 ? { path } : {}),
  };
}

/** Terraform cannot place every path, so the text names it too. */
function detailOf({ path, message, fix, source }: Pick<Finding, 'path' | 'message' | 'fix' | 'source'>, note: string): string {
  const said = path === '' || message.includes(path) ? message : `${path}: ${message}`;
  const advice = [...(fix === '' ? [] : [`Fix: ${fix}`]), ...(source === '' ? [] : [`Source: ${source}`])].join('\n');
  return [said, ...(note === '' ? [] : [note]), ...(advice === '' ? [] : [advice])].join('\n\n');
}

export const errorDiagnostic = (summary: string, detail: string, path?: AttributePath): Diagnostic => ({
  severity: 'error',
  summary,
  detail,
  ...(path ? { path } : {}),
});

/** What a platform answered instead of doing it; undefined where the error is not the platform's answer. */
export function answerDiagnostics(
  error: unknown,
  carrier: Carrier,
  note: (finding: Finding) => string = () => '',
): readonly Diagnostic[] | undefined {
  if (error instanceof Refusal) return error.findings.map((finding) => findingDiagnostic(finding, carrier, 'error', note(finding)));
  if (error instanceof Unavailable) return [errorDiagnostic('The platform cannot be asked', error.message)];
  return undefined;
}

/** A place of the model as a path of Terraform's: elements of keyed lists by their index; inside a set nothing can be named. */
export function attributePath(attrs: Attributes, value: TfObject | null, steps: readonly Step[]): AttributePath {
  const path: PathStep[] = [];
  let shape: Shape | undefined = { kind: 'object', attrs };
  let at: TfValue | undefined = value;
  for (const step of steps) {
    if ('attribute' in step && shape?.kind === 'object') {
      path.push({ attribute: step.attribute });
      shape = shape.attrs[step.attribute]?.shape;
      at = isTfObject(at) ? at[step.attribute] : undefined;
    } else if ('attribute' in step) path.push({ attribute: step.attribute });
    else {
      const next = elementStep(shape, at, step);
      if (!next) return path;
      path.push(next.step);
      shape = shape && 'of' in shape ? shape.of : undefined;
      at = next.value;
    }
  }
  return path;
}

function elementStep(
  shape: Shape | undefined,
  at: TfValue | undefined,
  step: Exclude<Step, { attribute: string }>,
): { readonly step: PathStep; readonly value: TfValue | undefined } | undefined {
  if (shape?.kind === 'map' && 'key' in step) return { step: { key: step.key }, value: isTfObject(at) ? at[step.key] : undefined };
  if (shape?.kind !== 'list' || !isTfList(at)) return undefined;
  const { key } = shape;
  const index = 'index' in step ? step.index : at.findIndex((element) => key !== undefined && isTfObject(element) && element[key] === step.key);
  return index < 0 ? undefined : { step: { index }, value: at[index] };
}

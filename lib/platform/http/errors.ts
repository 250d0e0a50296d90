/** From anything that was thrown to a problem: what the caller can act on is said, what only the operator can is logged. */
import type { FastifyError } from 'fastify';
import { Refusal, Troubled, Unavailable } from '../../core/command';
import type { Finding } from '../../core/finding';
import { Problem } from './problem';
import type { Sight } from './sight';

/** Longest part of what a caller sent that a sentence repeats, in characters. */
const SHOWN_MAX = 80;
const RETRY_SECONDS = '1';

const isFastifyError = (error: unknown): error is FastifyError =>
  error instanceof Error &&
  typeof (error as Partial<FastifyError>).code === 'string' &&
  typeof (error as Partial<FastifyError>).statusCode === 'number';

/** The problem that an error is; undefined where it is a defect of ours. `sight`: that of the caller, where there is one. */
export function problemOf(error: unknown, sight: Sight | undefined): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof Refusal) return refused(error, sight);
  if (error instanceof Troubled) return unavailable(error.message, error.status);
  if (error instanceof Unavailable)
    return unavailable(sight?.isWhole ? error.message : 'the platform cannot be used now; its operator finds the reason in its log');
  if (isAborted(error)) return unavailable('the request was given up before the platform could end it');
  return isFastifyError(error) ? ofFramework(error) : undefined;
}

// A signal's reason need not be an Error of this realm.
const isAborted = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'name' in error && (error.name === 'AbortError' || error.name === 'TimeoutError');

/** An error of what is done in several steps, of which some may have been done: nobody is told to ask for it again. */
export const partly = (error: unknown): unknown => {
  if (error instanceof Unavailable) return unfinished(error.message);
  return isAborted(error) ? unfinished('the request was given up before it was done; what was done stays done') : error;
};

const unfinished = (detail: string): Problem =>
  new Problem('unfinished', detail, { fix: 'see what stands, and how late it is, before you go on', retryable: false });

/** Only of what was not done at all: whoever is told when to try again may do so. A message that says what to do is taken apart. */
function unavailable(message: string, status = 503): Problem {
  const [detail, fix = 'try again in a moment'] = message.split('\n\nFix: ').map((part) => part.replace(/\.$/, ''));
  return new Problem('unavailable', detail ?? message, { status, fix, retryable: true, headers: { 'retry-after': RETRY_SECONDS } });
}

const CODES: Readonly<Record<string, 'stale' | 'forbidden'>> = { 'STALE-001': 'stale', 'ACCESS-000': 'forbidden' };

/** A refusal by what its findings have in common. */
function refused({ findings, retryable, message }: Refusal, sight: Sight | undefined): Problem {
  const shown = sight ? sight.refusal(findings) : [...findings];
  const special = findings.map(({ code }) => CODES[code]).find((kind) => kind !== undefined);
  const kind = special ?? (findings.every(({ code }) => code === 'SHAPE') ? 'shape' : 'refused');
  const detail = shown.map(said).join('\n');
  return new Problem(kind, detail === '' ? message : detail, { findings: shown, retryable, ...(shown[0] ? { fix: shown[0].fix } : {}) });
}

const said = ({ code, resource, message }: Finding): string => `${code} ${resource === '' ? '' : `${resource}: `}${message}`;

/** What the framework noticed: each of its own errors in our words, and none of its texts where it might repeat a body. */
function ofFramework(error: FastifyError): Problem | undefined {
  if (error.validation) return new Problem('malformed', invalid(error), { fix: 'send what /openapi.json describes' });
  switch (error.statusCode) {
    case 400:
      return new Problem('malformed', 'the request is not one that this server can read', { fix: 'see /openapi.json' });
    case 404:
      return new Problem('not_found', 'there is no such path', { fix: 'see /openapi.json' });
    case 413:
      return new Problem('too_large', 'the body is larger than this server reads', { fix: 'send 1 MiB at most: give fewer commands at a time' });
    case 414:
      return new Problem('not_found', 'the path is longer than any that this server has', { fix: 'see /openapi.json' });
    case 415:
      return new Problem('unsupported', 'bodies are application/json', { fix: 'send JSON, and content-type: application/json' });
    case 503:
      return unfinished('the answer took too long; what was begun may have been carried out');
    default:
      return undefined;
  }
}

const PLACES: Readonly<Record<string, string>> = { body: 'the body', querystring: 'the query', params: 'the path', headers: 'the headers' };

/** The first thing that breaks a schema, with its place. */
function invalid({ validation, validationContext = 'body' }: FastifyError): string {
  const [first] = validation ?? [];
  if (!first) return 'the request breaks its schema';
  const extra = first.params?.['additionalProperty'];
  const place = `${PLACES[validationContext] ?? validationContext}${cut(first.instancePath ?? '')}`;
  return typeof extra === 'string'
    ? `${place} has ${cut(JSON.stringify(extra))}, which is not known here`
    : `${place} ${cut(first.message ?? 'is not as it must be')}`;
}

const cut = (text: string): string => (text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text);

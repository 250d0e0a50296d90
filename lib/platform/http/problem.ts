/** Problems: how the server says what went wrong, as `application/problem+json` (RFC 9457). */
import type { Finding } from '../../core/finding';

/** Every kind of problem with its status and title. */
const KINDS = {
  malformed: [400, 'The request is malformed'],
  unauthenticated: [401, 'Who asks is not known'],
  forbidden: [403, 'The permission is missing'],
  not_found: [404, 'There is nothing of that kind'],
  method_not_allowed: [405, 'The method is not allowed here'],
  late: [408, 'The request took too long to arrive'],
  conflict: [409, 'The platform has moved on'],
  refused: [409, 'The platform refuses'],
  gone: [410, 'It is no longer kept'],
  stale: [412, 'It is not as last seen'],
  too_large: [413, 'The request is too large'],
  unsupported: [415, 'The type of the body is not known'],
  shape: [422, 'Values do not have the form they need'],
  unconditional: [428, 'The request must say what it expects'],
  too_many: [429, 'There were too many requests'],
  head_too_large: [431, 'The head of the request is too large'],
  defect: [500, 'The server has made a mistake'],
  not_offered: [501, 'This server does not offer it'],
  unavailable: [503, 'The platform cannot be asked now'],
  unfinished: [504, 'How much was done is not known'],
} as const;

export type ProblemKind = keyof typeof KINDS;

/** What is said beside what went wrong. */
interface More {
  /** In place of the status of its kind. */
  readonly status?: number;
  readonly fix?: string;
  readonly findings?: readonly Finding[];
  readonly retryable?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

export class Problem extends Error {
  readonly status: number;

  constructor(
    readonly kind: ProblemKind,
    detail: string,
    readonly more: More = {},
  ) {
    super(detail);
    this.status = more.status ?? KINDS[kind][0];
  }

  get body(): object {
    const { fix, findings, retryable } = this.more;
    return {
      type: `urn:socle:problem:${this.kind.replaceAll('_', '-')}`,
      title: KINDS[this.kind][1],
      status: this.status,
      detail: this.message,
      ...(fix === undefined ? {} : { fix }),
      ...(findings === undefined ? {} : { findings }),
      ...(retryable === undefined ? {} : { retryable }),
    };
  }
}

export const PROBLEM_TYPE = 'application/problem+json';

/** What is not there, and what is somebody else's: the same words for both. */
export const nothing = (what: string): Problem =>
  new Problem('not_found', `there is no ${what} here`, { fix: 'see /openapi.json for what there is' });

/** What an answer means: the value that was asked for, a refusal of the platform, or that there is no platform to ask. */
import { Refusal, Unavailable } from '../core/command';
import type { Answer, Asked } from './exchange';
import { NoAnswer, type Silence } from './exchange';
import type { Outcome } from './persistence';
import { Garbled, problemFrom } from './wire';

/** The platform knows who asks, and does not allow it. */
export class Forbidden extends Unavailable {}

const FORBIDDEN = 403;
const GONE = 404;
const NO_CONTENT = 204;
const TOO_MANY = 429;

/** Reads the value of a good answer. `undefined` where the platform says that there is nothing of the kind. Throws `Refusal` and `Unavailable`. */
export function answered<T>(origin: string, asked: Asked, { met, attempts }: Outcome, read: (body: unknown) => T): T | undefined {
  if (met instanceof NoAnswer) throw unanswered(origin, asked, met, attempts);
  try {
    if (met.status >= 200 && met.status < 300) return met.status === NO_CONTENT ? undefined : read(parsed(met, 'application/json'));
    const problem = problemFrom(parsed(met, 'application/problem+json'));
    if (problem.findings.length > 0) throw new Refusal(problem.findings, problem.retryable);
    if (met.status === GONE) return undefined;
    const uncertain = uncertainty(asked, met.status);
    const fix = problem.fix ?? (uncertain === '' ? adviceFor(met.status) : REFRESH);
    const says = `the platform at ${origin} answered ${named(asked)} with ${met.status}: ${problem.detail}${uncertain}.\n\nFix: ${fix}.`;
    throw met.status === FORBIDDEN ? new Forbidden(says) : new Unavailable(says);
  } catch (error) {
    if (!(error instanceof Garbled)) throw error;
    throw new Unavailable(
      `${origin} answered ${named(asked)} with ${met.status}, and not as a platform does: ${error.message}${uncertainty(asked, met.status)}.\n\nFix: correct endpoint (or SOCLE_ENDPOINT), or look at what stands before the platform.`,
    );
  }
}

function parsed({ contentType, text }: Answer, wanted: string): unknown {
  const [type = ''] = contentType.split(';');
  if (type.trim().toLowerCase() !== wanted)
    throw new Garbled(type === '' ? 'it does not say what it is' : `it is ${JSON.stringify(type.slice(0, 80))}`);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Garbled('it is no JSON');
  }
}

/** The query may hold what nobody needs to read. */
const named = ({ method, path }: Asked): string => `${method} ${path.split('?')[0]}`;

const UNCERTAIN = ', so nobody knows whether it was carried out';
const REFRESH = 'refresh (terraform plan does), which shows what stands now; import what stands although the state does not know it';

const adviceFor = (status: number): string => {
  if (status === TOO_MANY) return 'ask for less at a time, or raise what the platform allows (socle platform serve --rate)';
  if (status >= 500) return 'try again in a moment; if it stays so, read the log of the platform';
  return 'use a platform and a client of the same release of Socle';
};

/** A server that failed, or what stands before it, may have carried a command out before. */
const uncertainty = ({ safe }: Asked, status: number): string =>
  !safe && (status < 300 || status === 500 || status === 502 || status === 504) ? UNCERTAIN : '';

const ADVICE: Readonly<Record<Silence, string>> = {
  unreached: 'start it (socle platform serve), or correct endpoint (or SOCLE_ENDPOINT)',
  hopeless: 'correct endpoint (or SOCLE_ENDPOINT), or what stands in its way',
  lost: 'see whether the platform runs, and try again',
  late: 'see whether the platform is busy or out of reach, and try again',
  large: 'ask for less',
};

function unanswered(origin: string, asked: Asked, { silence, why }: NoAnswer, attempts: number): Unavailable {
  const often = attempts > 1 ? ` (${attempts} attempts)` : '';
  const begun = silence === 'lost' || silence === 'late' || silence === 'large';
  if (begun && !asked.safe) {
    return new Unavailable(`the platform at ${origin} did not answer ${named(asked)}: ${why}${UNCERTAIN}.\n\nFix: ${REFRESH}.`);
  }
  return new Unavailable(`the platform at ${origin} does not answer ${named(asked)}: ${why}${often}.\n\nFix: ${ADVICE[silence]}.`);
}

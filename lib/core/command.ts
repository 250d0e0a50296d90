/** What may be asked of a platform, what it answers, and how it refuses. Shared by the platform and by those who call it. */
import type { Finding } from './finding';
import type { Values } from './unknown';

/** `values` hold what a user may write (normalised); what the platform chooses is null where it is free to choose. */
export type Command =
  | { readonly kind: 'create'; readonly type: string; readonly values: Values }
  /** With `incarnation`, only that very object is updated or deleted; with `revision`, only as last seen (STALE-001). */
  | {
      readonly kind: 'update';
      readonly type: string;
      readonly id: string;
      readonly values: Values;
      readonly revision?: number;
      readonly incarnation?: string;
    }
  | { readonly kind: 'delete'; readonly type: string; readonly id: string; readonly incarnation?: string };

/** An action that is asked of a resource. */
export interface Order {
  readonly type: string;
  readonly id: string;
  readonly action: string;
  readonly input: Values;
}

/** One resource as the platform holds it. */
export interface Stored {
  readonly id: string;
  readonly type: string;
  /** Every attribute that does not change by itself. */
  readonly values: Values;
  /** Told apart from an earlier or later object of the same id. */
  readonly incarnation: string;
  readonly revision: number;
}

/** A command that was not carried out, and why. Nothing has changed. */
export class Refusal extends Error {
  /** `retryable`: another operation of the same apply may cure it. */
  constructor(
    readonly findings: readonly Finding[],
    readonly retryable: boolean,
  ) {
    super(findings.map((finding) => `${finding.code} ${finding.resource}: ${finding.message}`).join('\n'));
  }
}

/** The platform could not be asked: its file or endpoint does not answer. The message is for the user, and says what to do. */
export class Unavailable extends Error {}

/** The platform answers with an error, because a fault makes it: nothing was done. `status` is that of HTTP. */
export class Troubled extends Unavailable {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

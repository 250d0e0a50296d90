/** Whom support calls. */
export interface Contact {
  /** Name of the person. */
  readonly name: string;
  /** Address of the person. */
  readonly email: string;
  /** Telephone number of the person. */
  readonly phone: string;
}

/** What a command is given of the outside: where it writes, how wide that is, the environment and the clock. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether `out` is read by a person who sees colours. */
  readonly colours: boolean;
  /** Columns of `out`. */
  readonly width: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
}

/** How a command ended: nothing wrong, errors found, or a mistake in how it was asked. */
export const EXIT = { fine: 0, errors: 1, usage: 2 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

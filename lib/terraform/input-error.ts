/** An input that cannot be read at all: the user's mistake, in the user's words, with what to do. */
export class InputError extends Error {
  constructor(
    message: string,
    readonly fix: string,
  ) {
    super(message);
  }
}

/** Ends a program whose synthesis failed with its findings alone. */

/**
 * Node writes of an error that nobody catches where Node itself threw it on, and its version: in an ES module above the
 * findings, everywhere below them. Whoever catches this one has it as ever; where nobody does, its message is all that is
 * printed, and the exit code is 1. It holds until the program's next turn, by when the error has reached whoever it reaches.
 */
export function endQuietly(failure: Error): Error {
  // A program, or a test runner, that listens for itself has its own way to end.
  if (process.listenerCount('uncaughtException') > 0) return failure;
  const print = (uncaught: unknown): void => {
    if (uncaught !== failure) throw uncaught; // node-do-not-add-exception-line: another error ends the program as it would have.
    console.error(failure.message);
    process.exitCode = 1;
  };
  process.once('uncaughtException', print);
  setImmediate(() => process.off('uncaughtException', print));
  return failure;
}

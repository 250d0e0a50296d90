/** `socle explain`: what a code stands for. */

import { explained, nearestCodes } from '../review/explain';
import { codesText, explainedText } from '../review/explain-text';
import { InputError } from '../terraform/input-error';
import { paintFor } from './cli-paint';
import { EXIT, type Exit, type Terminal } from './terminal';

/** Explains one code, or lists all of them. */
export function explain(code: string | undefined, terminal: Terminal): Exit {
  const { catalogue } = require('../catalogue/complete') as typeof import('../catalogue/complete');
  const paint = paintFor(terminal);
  if (code === undefined) {
    terminal.out(`${codesText(catalogue, paint)}\nsocle explain CODE tells more about one.\n`);
    return EXIT.fine;
  }
  const found = explained(catalogue, code);
  if (!found)
    throw new InputError(
      `there is no code ${JSON.stringify(code.slice(0, 64))}`,
      `nearest: ${nearestCodes(catalogue, code).join(', ')}; socle explain lists them all`,
    );
  terminal.out(explainedText(found, paint));
  return EXIT.fine;
}

/** A program that loads two copies of `constructs` is told so: what they build of one tree breaks inside them, far from the cause. */
import { dirname, relative, sep } from 'node:path';
import { Construct } from 'constructs';

/** The file of the package that every copy has loaded as soon as something is built with it. */
const CONSTRUCT_FILE = ['constructs', 'lib', 'construct.js'].join(sep);

/**
 * The scope itself, if it is a construct of the copy that this library builds with.
 * @throws Error where it comes from another copy of the package.
 */
export function inSameCopy(scope: Construct, id: string): Construct {
  if (scope instanceof Construct || !Construct.isConstruct(scope)) return scope;
  const copies = Object.keys(require.cache)
    .filter((file) => file.endsWith(sep + CONSTRUCT_FILE))
    .map((file) => relative(process.cwd(), dirname(dirname(file))) || '.');
  throw new Error(
    `"${id}" stands in a scope of another copy of the package constructs than socle's${copies.length > 1 ? ` (loaded: ${copies.join(' and ')})` : ''}: ` +
      '`npm ls constructs cdktf` shows both; let one version satisfy all that ask for it, then run `npm dedupe`',
  );
}

import type { App, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Network, SocleProvider, Zone } from '../../constructs';
import { newApp, newStack } from './stacks';

/** A stack made with a second copy of the packages. */
function stackOfAnotherCopy(): Construct {
  let stack: Construct | undefined;
  jest.isolateModules(() => {
    const cdktf: { readonly App: typeof App; readonly TerraformStack: typeof TerraformStack } = require('cdktf');
    stack = new cdktf.TerraformStack(new cdktf.App({ outdir: newApp().outdir }), 'stack');
  });
  if (!stack) throw new Error('no stack was made');
  return stack;
}

// Another package had brought constructs 10.3: the program ended with `scope.node._scopes is not iterable` and a stack in JavaScript.
test('a scope of another copy of constructs is refused in one sentence that says how to find both', () => {
  const stack = stackOfAnotherCopy();
  const refused = /^"\w+" stands in a scope of another copy of the package constructs than socle's.*`npm ls constructs cdktf`.*`npm dedupe`$/;
  expect(() => new SocleProvider(stack, 'socle')).toThrow(refused);
  expect(() => new Network(stack, 'front', { availabilityZones: [Zone.PAR7S] })).toThrow(refused);
});

test('a scope of the same copy is taken', () => {
  expect(() => new Network(newStack(newApp(), 'stack'), 'front', { availabilityZones: [Zone.PAR7S] })).not.toThrow();
});

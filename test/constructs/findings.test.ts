/** The rules at synthesis: which stacks they see, where they speak, and what ends a synthesis. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AnnotationMetadataEntryType, type App, TerraformStack, Testing } from 'cdktf';
import { BackupPolicy, BladeClass, Cpool, Datastore, Edition, Network, Size, StorageClass, VirtualMachine, Zone } from '../../constructs';
import { annotationsIn, codeOf, newApp, newStack } from './stacks';

const CLI = 'CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS';

afterEach(() => {
  delete process.env[CLI];
  delete process.env['SYNTH_HCL_OUTPUT'];
  jest.restoreAllMocks();
});

/** An app whose foundation has a network in th3s only, where its application's VM in par7s is connected: NETWORK-003. */
function brokenAcrossStacks(app: App): App {
  const foundation = newStack(app, 'foundation');
  const cpool = new Cpool(foundation, 'prod', { availabilityZone: Zone.PAR7S, bladeClass: BladeClass.STANDARD_V3, hostCount: 2 });
  const lun = { availabilityZone: Zone.PAR7S, storageClass: StorageClass.PREMIUM, size: Size.gib(500) };
  const datastore = new Datastore(foundation, 'ds', { ...lun, cpools: [cpool] });
  const network = new Network(foundation, 'front', { availabilityZones: [Zone.TH3S] });
  const contact = { name: 'Desk', email: 'desk@bank.example', phone: '1' };
  const policy = new BackupPolicy(foundation, 'daily', { availabilityZone: Zone.TH3S, contact });
  const application = newStack(app, 'application');
  new VirtualMachine(application, 'vm', { cpool, vcpus: 1, memory: Size.gib(1) })
    .addDisk({ name: 'system', size: Size.gib(60), datastore })
    .attachTo(network)
    .protectWith(policy);
  return app;
}

/** Two mass datastores of broken sizes: STORAGE-002 twice. */
function brokenTwice(app: App): App {
  const stack = newStack(app, 'stack');
  for (const id of ['a', 'b']) new Datastore(stack, id, { availabilityZone: Zone.PAR7S, storageClass: StorageClass.MASS, size: Size.gib(1500) });
  return app;
}

function failureOf(synthesise: () => unknown): Error {
  try {
    synthesise();
  } catch (failure) {
    if (failure instanceof Error) return failure;
  }
  throw new Error('it did not fail');
}

test('a VM is judged with what its own stack does not hold', () => {
  const app = brokenAcrossStacks(newApp());
  expect(failureOf(() => app.synth()).message).toMatch(/^ERROR \[application\/vm\]: NETWORK-003 /);
});

test('all errors are reported, each with its construct and the line that created it, and no stack trace', () => {
  const failure = failureOf(() => brokenTwice(newApp()).synth());
  const [first, second, third, fourth, last] = failure.message.split('\n');
  expect([first, third]).toEqual([
    expect.stringMatching(/^ERROR \[stack\/a\]: STORAGE-002 size_gib: /),
    expect.stringMatching(/^ERROR \[stack\/b\]: STORAGE-002 /),
  ]);
  for (const line of [second, fourth])
    expect(line).toMatch(/^ {4}at test\/constructs\/findings\.test\.ts:\d+, from test\/constructs\/findings\.test\.ts:\d+$/);
  expect(last).toBe('The configuration cannot work as it stands: 2 errors.');
  expect(failure.stack).toBe(failure.message);
});

// Terraform counts a set's element once and refused the plan, after synth and check had passed it.
test('a VM that is to be kept apart from itself is refused at synth', () => {
  const app = newApp();
  const stack = newStack(app, 'stack');
  const cpool = new Cpool(stack, 'prod', { availabilityZone: Zone.PAR7S, bladeClass: BladeClass.STANDARD_V3, hostCount: 2 });
  const vm = new VirtualMachine(stack, 'web1', { cpool, vcpus: 1, memory: Size.gib(1) });
  cpool.keepApart('same', [vm, vm]);
  expect(failureOf(() => app.synth()).message).toMatch(
    /ERROR \[stack\/same\]: SHAPE virtual_machine_ids: .* 1 elements?; allowed: 2 .*\(what is written twice counts once\)/,
  );
});

// A loader of TypeScript had put the program into such a function: `from app.ts:39` led to the line of its last statement.
test('a function without a name around a whole program is no place that a finding leads to', () => {
  const app = newApp();
  const lun = { availabilityZone: Zone.PAR7S, storageClass: StorageClass.MASS, size: Size.gib(1500) };
  (() => new Datastore(newStack(app, 'stack'), 'a', lun))();
  expect(failureOf(() => app.synth()).message).toMatch(/\n {4}at test\/constructs\/findings\.test\.ts:\d+\n/);
});

test('findings lie in the manifest, from where the CLI prints them', () => {
  const app = brokenTwice(newApp());
  expect(() => app.synth()).toThrow();
  const annotations = annotationsIn(app.outdir);
  expect(annotations.map((each) => [each.constructPath, each.level, codeOf(each)])).toEqual([
    ['stack/a', AnnotationMetadataEntryType.ERROR, 'STORAGE-002'],
    ['stack/b', AnnotationMetadataEntryType.ERROR, 'STORAGE-002'],
  ]);
  expect(annotations[0]?.stacktrace).toEqual([expect.stringContaining('findings.test.ts:')]);
});

test('under the CLI a synthesis ends well: the CLI prints the findings and fails by itself', () => {
  process.env[CLI] = 'true';
  const app = brokenTwice(newApp());
  app.synth();
  expect(annotationsIn(app.outdir).map(codeOf)).toEqual(['STORAGE-002', 'STORAGE-002']);
});

test('warnings are printed and do not fail', () => {
  const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const app = newApp();
  const cpool = new Cpool(newStack(app, 'stack'), 'prod', { availabilityZone: Zone.PAR7S, bladeClass: BladeClass.STANDARD_V3, hostCount: 1 });
  app.synth();
  expect(printed.mock.calls.flat()).toEqual([expect.stringMatching(/^WARN \[stack\/prod\]: COMPUTE-003 /)]);
  expect(cpool.node.path).toBe('stack/prod');
  expect(annotationsIn(app.outdir).map((each) => each.level)).toEqual([AnnotationMetadataEntryType.WARN]);
});

test('stacks on two platforms are judged apart, and on one together', () => {
  const twoNetworks = (paths: readonly string[]) => {
    const app = newApp();
    for (const [index, statePath] of paths.entries())
      new Network(newStack(app, `stack-${index}`, { statePath }), 'front', { availabilityZones: [Zone.PAR7S] });
    return app;
  };
  expect(() => twoNetworks(['dev.db', 'prod.db']).synth()).not.toThrow();
  expect(failureOf(() => twoNetworks(['one.db', 'one.db']).synth()).message).toContain('IDENTITY-002');
});

test('a stack is judged by the edition that its provider names', () => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const codesIn = (edition: Edition) => {
    const app = newApp();
    const lun = { availabilityZone: Zone.PAR7S, storageClass: StorageClass.ULTRA, size: Size.tib(3) };
    new Datastore(newStack(app, 'stack', { edition }), 'ds', lun);
    app.synth();
    return annotationsIn(app.outdir).map(codeOf);
  };
  expect([codesIn(Edition.SEEDS), codesIn(Edition.AUGUST_2026)]).toEqual([[], ['STORAGE-012']]);
});

test('skipValidation turns the rules off', () => {
  const app = brokenTwice(newApp({ skipValidation: true }));
  app.synth();
  expect(annotationsIn(app.outdir)).toEqual([]);
});

test('a stack written as HCL is judged all the same', () => {
  process.env['SYNTH_HCL_OUTPUT'] = 'true';
  const app = brokenTwice(newApp());
  expect(failureOf(() => app.synth()).message).toContain('STORAGE-002');
  expect(readFileSync(join(app.outdir, 'stacks/stack/cdk.tf'), 'utf8')).toContain('resource "socle_datastore"');
});

test('a test that synthesises one stack sees its findings, and not those of its siblings', () => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const [foundation, application] = brokenAcrossStacks(newApp()).node.children.filter(TerraformStack.isStack) as [TerraformStack, TerraformStack];
  expect(failureOf(() => Testing.fullSynth(application)).message).toMatch(/^ERROR \[application\/vm\]: NETWORK-003 /);
  expect(existsSync(join(Testing.fullSynth(foundation), 'manifest.json'))).toBe(true);
});

test('a resource that stands outside the app leaves rules undecided, and fails nothing', () => {
  const app = newApp();
  const cpool = Cpool.fromId('tenants/main/cpools/prod');
  const datastore = Datastore.fromId('tenants/main/datastores/ds');
  const policy = BackupPolicy.fromId('tenants/main/backup-policies/daily');
  new VirtualMachine(newStack(app, 'stack'), 'vm', { cpool, vcpus: 1, memory: Size.gib(1) })
    .addDisk({ name: 'system', size: Size.gib(60), datastore })
    .protectWith(policy);
  const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  expect(() => app.synth()).not.toThrow();
  // It said nothing, and somebody took that for consent; `socle check` had always listed what waits.
  expect(printed.mock.calls).toEqual([[expect.stringMatching(/^[1-9]\d* not decidable yet \(socle check \S+cdktf\.out lists them\)$/)]]);
});

test('what waits for the stock alone is not mentioned', () => {
  const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const app = newApp();
  new Cpool(newStack(app, 'stack'), 'prod', { availabilityZone: Zone.PAR7S, bladeClass: BladeClass.STANDARD_V3, hostCount: 2 });
  app.synth();
  expect(printed).not.toHaveBeenCalled();
});

test('an app without findings is written as cdktf writes it', () => {
  const app = newApp();
  new Network(newStack(app, 'stack'), 'front', { availabilityZones: [Zone.PAR7S] });
  app.synth();
  expect(annotationsIn(app.outdir)).toEqual([]);
});

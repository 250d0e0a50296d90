import { existsSync } from 'node:fs';
import { type Client, status } from '@grpc/grpc-js';
import { decode, encode } from '@msgpack/msgpack';
import { createCertificate } from '../../lib/tfplugin/certificate';
import { serve } from '../../lib/tfplugin/serve';
import { thingSchema } from './fake-provider';
import { type Answer, raw, type Started, start, stop } from './terraform-double';

const nulls = Object.fromEntries(thingSchema.attributes.map(({ name }) => [name, null]));
const dynamic = (value: unknown): object => ({ msgpack: encode(value) });
const thing = (given: object): object => dynamic({ ...nulls, ...given });

describe('a provider over mTLS on a Unix socket', () => {
  let started: Started;
  let client: Client;
  const call = (rpc: string, request: object): Promise<Answer> => started.call(client, rpc, request);

  beforeAll(async () => {
    started = await start();
    client = started.connect();
  });
  afterAll(async () => {
    expect(await stop(started, client)).toBe(0);
    expect(existsSync(String(started.line[3]))).toBe(false);
    expect(started.provider.events.at(-1)).toBe('close');
  });

  test('the handshake line names the protocol, the socket and the certificate', () => {
    expect(started.line.slice(0, 3)).toEqual(['1', '6', 'unix']);
    expect(started.line[4]).toBe('grpc');
    expect(started.line[5]).toMatch(/^[A-Za-z0-9+/]+$/);
  });

  test('the schema says everything of an attribute', async () => {
    const schema = await call('GetProviderSchema', {});
    expect(schema.serverCapabilities).toEqual({ planDestroy: true, getProviderSchemaOptional: true, moveResourceState: true });
    const { version, block } = schema.resourceSchemas.smoke_thing;
    expect(version).toBe(1);
    const byName = Object.fromEntries(block.attributes.map((attribute: { name: string }) => [attribute.name, attribute]));
    expect(byName.password).toMatchObject({ optional: true, writeOnly: true, sensitive: false });
    expect(byName.secret).toMatchObject({ sensitive: true });
    expect(Buffer.from(byName.tags.type).toString()).toBe('["map","string"]');
    expect(byName.disks.nestedType).toMatchObject({
      nesting: 4,
      attributes: [
        { name: 'size_gib', required: true },
        { name: 'serial', computed: true },
      ],
    });
    expect(schema.functions.join.variadicParameter).toMatchObject({ name: 'parts' });
    expect(await call('GetMetadata', {})).toMatchObject({
      resources: [{ typeName: 'smoke_thing' }],
      dataSources: [{ typeName: 'smoke_echo' }],
      functions: [{ name: 'join' }],
    });
  });

  test('a resource is validated, planned, applied, read and upgraded', async () => {
    const config = thing({ name: 'a', password: 'four' });
    const { diagnostics } = await call('ValidateResourceConfig', { typeName: 'smoke_thing', config: thing({ name: 'forbidden' }) });
    expect(diagnostics).toMatchObject([{ severity: 1, summary: 'Name forbidden', attribute: { steps: [{ attributeName: 'name' }] } }]);
    const plan = await call('PlanResourceChange', { typeName: 'smoke_thing', priorState: dynamic(null), proposedNewState: config, config });
    const apply = await call('ApplyResourceChange', {
      typeName: 'smoke_thing',
      priorState: dynamic(null),
      plannedState: plan.plannedState,
      config,
      plannedPrivate: plan.plannedPrivate,
    });
    expect(apply.diagnostics).toEqual([]);
    expect(decode(apply.newState.msgpack)).toMatchObject({ id: 'thing-a', password: null, password_length: 4 });
    expect(Buffer.from(apply.private).toString()).toBe('planned and applied');
    const read = await call('ReadResource', { typeName: 'smoke_thing', currentState: apply.newState, private: apply.private });
    expect(read).toMatchObject({ newState: apply.newState, private: apply.private });
    const upgrade = await call('UpgradeResourceState', {
      typeName: 'smoke_thing',
      version: 0,
      rawState: { json: Buffer.from('{"name":"a","gone":1,"big":12345678901234567890}') },
    });
    expect(decode(upgrade.upgradedState.msgpack)).toEqual({ ...nulls, name: 'a', big: '12345678901234567890' });
  });

  test('a replacement names its path', async () => {
    const plan = await call('PlanResourceChange', {
      typeName: 'smoke_thing',
      priorState: thing({ name: 'a', id: 'thing-a' }),
      proposedNewState: thing({ name: 'b' }),
      config: thing({ name: 'b' }),
    });
    expect(plan.requiresReplace).toMatchObject([{ steps: [{ attributeName: 'name' }] }]);
  });

  test('data sources are read, functions called, and the mistake in a call names its argument', async () => {
    const given = [Buffer.from('"number"'), 7];
    const { state } = await call('ReadDataSource', { typeName: 'smoke_echo', config: dynamic({ given, greeting: null }) });
    expect(decode(state.msgpack)).toMatchObject({ given: [Uint8Array.from(given[0] as Buffer), 7], greeting: 'hello' });
    const joined = await call('CallFunction', { name: 'join', arguments: ['-', 'a', 'b'].map(dynamic) });
    expect(decode(joined.result.msgpack)).toBe('a-b');
    expect((await call('CallFunction', { name: 'join', arguments: [dynamic('-')] })).error).toEqual({
      text: 'at least one part',
      functionArgument: 1,
    });
    expect((await call('CallFunction', { name: 'nothing', arguments: [] })).error.text).toContain('No such function');
    expect((await call('GetFunctions', {})).functions).toHaveProperty('join');
  });

  test('a defect is a diagnostic without a stack, and a log line with one', async () => {
    const config = thing({ name: 'defective' });
    const { diagnostics } = await call('PlanResourceChange', {
      typeName: 'smoke_thing',
      priorState: dynamic(null),
      proposedNewState: config,
      config,
    });
    expect(diagnostics[0].summary).toContain('Defect');
    expect(diagnostics[0].detail).not.toMatch(/ at |two lines/);
    const line = JSON.parse(started.stderr().trim().split('\n').at(-1) ?? '');
    expect(line).toMatchObject({ '@level': 'error', '@module': 'provider.smoke', rpc: 'PlanResourceChange' });
    expect(line.stack).toContain('fake-provider');
    expect(line['@timestamp']).toMatch(/\.\d{6}Z$/);
  });

  test.each([
    ['an unknown type', 'ValidateResourceConfig', { typeName: 'toString', config: thing({}) }, 'No such resource type'],
    ['an unknown data source', 'ReadDataSource', { typeName: 'x', config: thing({}) }, 'No such data source'],
    [
      'a value of another type',
      'ValidateResourceConfig',
      { typeName: 'smoke_thing', config: dynamic({ ...nulls, big: 'secret words' }) },
      'does not fit the schema',
    ],
    ['no configuration', 'ValidateResourceConfig', { typeName: 'smoke_thing' }, 'no configuration'],
    ['state from before 0.12', 'UpgradeResourceState', { typeName: 'smoke_thing', rawState: { flatmap: { a: 'b' } } }, 'too old'],
    ['a move', 'MoveResourceState', { targetTypeName: 'smoke_thing', sourceTypeName: 'x' }, 'cannot be moved'],
    ['an ephemeral resource', 'OpenEphemeralResource', { typeName: 'x' }, 'No such ephemeral resource'],
  ])('%s is answered with a diagnostic', async (_what, rpc, request, summary) => {
    const { diagnostics } = await call(rpc, request);
    expect(diagnostics[0].summary).toContain(summary);
    expect(JSON.stringify(diagnostics)).not.toContain('secret words');
  });

  test('a failed apply leaves what stood before', async () => {
    const prior = thing({ name: 'a', id: 'thing-a' });
    const answer = await call('ApplyResourceChange', {
      typeName: 'smoke_thing',
      priorState: prior,
      plannedState: dynamic({ odd: 1 }),
      config: prior,
    });
    expect(answer.diagnostics).toHaveLength(1);
    expect(decode(answer.newState.msgpack)).toMatchObject({ id: 'thing-a' });
  });

  test('StopProvider aborts what runs, and the provider goes on', async () => {
    const planned = thing({ name: 'slow' });
    const running = call('ApplyResourceChange', { typeName: 'smoke_thing', priorState: dynamic(null), plannedState: planned, config: planned });
    await call('GetMetadata', {});
    expect((await call('StopProvider', {})).Error).toBe('');
    expect((await running).diagnostics).toMatchObject([{ summary: 'Stopped as asked' }]);
    expect((await call('ConfigureProvider', { terraformVersion: '1.11.4', config: dynamic({ greeting: null }) })).diagnostics).toEqual([]);
    expect(started.provider.events).toEqual(['stop', 'configure 1.11.4']);
  });

  test('a change that arrives after StopProvider is not begun, until Terraform configures the provider anew', async () => {
    const planned = thing({ name: 'slow' });
    const request = { typeName: 'smoke_thing', priorState: dynamic(null), plannedState: planned, config: planned };
    await call('StopProvider', {});
    expect((await call('ApplyResourceChange', request)).diagnostics).toMatchObject([{ summary: 'Cancelled' }]);
    await call('ConfigureProvider', { terraformVersion: '1.11.4', config: dynamic({ greeting: null }) });
    const quick = thing({ name: 'quick' });
    expect((await call('ApplyResourceChange', { ...request, plannedState: quick, config: quick })).diagnostics).toEqual([]);
  });

  test('a thousand calls at once are all answered, each with its own', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `part-${index}`);
    const joined = await Promise.all(
      names.map((name) => call('CallFunction', { name: 'join', arguments: [dynamic(' '), dynamic(name), dynamic('x')] })),
    );
    expect(joined.map(({ result }) => decode(result.msgpack))).toEqual(names.map((name) => `${name} x`));
  });

  test('a message of 24 MB passes both ways', async () => {
    const big = 'x'.repeat(24 * 1024 * 1024);
    const { result } = await call('CallFunction', { name: 'join', arguments: [dynamic('-'), dynamic(big), dynamic('end')] });
    expect(String(decode(result.msgpack)).length).toBe(big.length + 4);
  });

  test('a second client with the same certificate is served, one with another is not', async () => {
    const second = started.connect();
    expect(await raw(second, '/grpc.health.v1.Health/Check', Buffer.concat([Buffer.of(0x0a, 6), Buffer.from('plugin')]))).toEqual(
      Buffer.of(0x08, 0x01),
    );
    second.close();
    const stranger = started.connect(createCertificate(new Date()));
    await expect(raw(stranger, '/grpc.health.v1.Health/Check', Buffer.alloc(0))).rejects.toMatchObject({ code: status.UNAVAILABLE });
    stranger.close();
  });

  test.each([
    ['an unknown procedure', '/tfplugin6.Provider/constructor', Buffer.alloc(0), status.UNIMPLEMENTED],
    ['an unknown service', '/nobody.Home/Knock%C3%A9', Buffer.alloc(0), status.UNIMPLEMENTED],
    ['bytes that are no message', '/tfplugin6.Provider/PlanResourceChange', Buffer.from('ffffffff', 'hex'), status.INTERNAL],
    ['the health of another service', '/grpc.health.v1.Health/Check', Buffer.from('0a0178', 'hex'), status.NOT_FOUND],
  ])('%s ends with a status', async (_what, path, bytes, code) => {
    await expect(raw(client, path, bytes)).rejects.toMatchObject({ code });
  });

  test('a deadline ends a call and aborts it', async () => {
    const planned = thing({ name: 'slow' });
    const request = { typeName: 'smoke_thing', priorState: dynamic(null), plannedState: planned, config: planned };
    await expect(started.call(client, 'ApplyResourceChange', request, { deadline: Date.now() + 50 })).rejects.toMatchObject({
      code: status.DEADLINE_EXCEEDED,
    });
  });

  test('the stdio and broker streams stay open without a word', async () => {
    const same = (bytes: Buffer): Buffer => bytes;
    const stdio = client.makeServerStreamRequest('/plugin.GRPCStdio/StreamStdio', same, same, Buffer.alloc(0));
    const broker = client.makeBidiStreamRequest('/plugin.GRPCBroker/StartStream', same, same);
    for (const stream of [stdio, broker]) {
      stream.on('error', () => undefined);
      await new Promise((resolve) => stream.on('metadata', resolve));
      stream.cancel();
    }
  });
});

test('run by hand it explains itself and gives 1', async () => {
  let said = '';
  const options = {
    provider: () => Promise.reject(new Error('not reached')),
    address: 'registry.terraform.io/test/smoke',
    env: {},
    stderr: { write: (text: string) => (said += text) },
  };
  expect(await serve(options)).toBe(1);
  expect(said).toContain('registry.terraform.io/test/smoke');
});

test('in debug mode it prints how to attach and stays until it is interrupted', async () => {
  const started = await start({ debug: true, secure: false });
  const [, json = ''] = /^TF_REATTACH_PROVIDERS='(.*)'$/.exec(started.line.join('|')) ?? [];
  const { Addr, ...rest } = JSON.parse(json)['registry.terraform.io/test/smoke'];
  expect(rest).toEqual({ Protocol: 'grpc', ProtocolVersion: 6, Pid: process.pid, Test: true });
  expect(existsSync(Addr.String)).toBe(true);
  started.signals.emit('SIGINT');
  expect(await started.exitCode).toBe(0);
});

test('a provider that cannot be loaded says so in every answer', async () => {
  const started = await start({ provider: () => Promise.reject(new Error('no platform')) });
  const client = started.connect();
  const { diagnostics } = await started.call(client, 'GetProviderSchema', {});
  expect(diagnostics[0].detail).toContain('no platform');
  expect(await stop(started, client)).toBe(0);
});

test('a stray rejection is logged and the provider goes on; a stray exception ends it, in order', async () => {
  const started = await start();
  const client = started.connect();
  started.signals.emit('unhandledRejection', new Error('nobody waited'));
  expect(await started.call(client, 'GetFunctions', {})).toHaveProperty('functions.join');
  started.signals.emit('uncaughtException', new Error('nobody caught'));
  expect(await started.exitCode).toBe(1);
  client.close();
  expect(started.provider.events).toEqual(['close']);
  expect(started.stderr()).toMatch(/nobody waited[\s\S]*nobody caught/);
});

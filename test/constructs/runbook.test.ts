/** Steps that people do, as Terraform sees them. */
import { Testing } from 'cdktf';
import { Network, RequestKind, Runbook, ServiceRequest, Zone } from '../../constructs';
import { newApp, newStack } from './stacks';

const CONTACT = { name: 'Desk', email: 'desk@bank.example', phone: '1' };
const approval = { name: 'approval', by: 'Change board', instruction: 'Approve change 42' };
const freeze = { name: 'freeze', by: 'Payments', instruction: 'Stop the batch' };

test('steps follow each other, and what comes after them waits for the last one', () => {
  const stack = newStack(newApp(), 'stack');
  const network = new Network(stack, 'front', { availabilityZones: [Zone.PAR7S] });
  new Runbook(stack, 'cut-over', { steps: [approval, freeze] }).comesBefore(network);
  const { provider, resource, variable } = JSON.parse(Testing.synth(stack));
  const [first, second] = Object.entries<{ triggers: Record<string, string>; lifecycle: object }>(resource.null_resource);
  expect(provider.null).toEqual([{}]);
  expect(variable).toMatchObject({ cut_over_confirmed: { type: 'map(string)', default: {} } });
  expect(first?.[1].triggers).toEqual({
    place: '1 of 2',
    by: 'Change board',
    instruction: 'Approve change 42',
    confirmed: '${lookup(var.cut_over_confirmed, "approval", "")}',
  });
  expect(second?.[1].triggers).toMatchObject({ place: '2 of 2', after: `\${null_resource.${first?.[0]}.id}` });
  expect(second?.[1].lifecycle).toEqual({
    precondition: [
      {
        condition: '${lookup(var.cut_over_confirmed, "freeze", "") != ""}',
        error_message:
          'Step 2 of 2 of runbook cut-over is not confirmed. Payments: Stop the batch. Then: -var \'cut_over_confirmed={"freeze"="what proves it"}\'',
      },
    ],
  });
  expect(resource.socle_network.front.depends_on).toEqual([`null_resource.${second?.[0]}`]);
});

test('a step that the code confirms asks nobody, and follows what confirms it', () => {
  const stack = newStack(newApp(), 'stack');
  const request = new ServiceRequest(stack, 'quota', { kind: RequestKind.QUOTA, subject: 'Two more blades', contact: CONTACT });
  new Runbook(stack, 'growth', { steps: [{ ...approval, confirmed: request.reference }] });
  const { null_resource: steps } = JSON.parse(Testing.synth(stack)).resource;
  expect(Object.values(steps)).toEqual([
    expect.objectContaining({ triggers: expect.objectContaining({ confirmed: '${socle_service_request.quota.reference}' }) }),
  ]);
  expect(Object.values(steps)[0]).not.toHaveProperty('lifecycle');
});

test('two runbooks of a stack share a provider, and each has its variable', () => {
  const stack = newStack(newApp(), 'stack');
  for (const id of ['a', 'b']) new Runbook(stack, id, { steps: [approval] });
  const { provider, variable } = JSON.parse(Testing.synth(stack));
  expect(provider.null).toHaveLength(1);
  expect(Object.keys(variable)).toEqual(['a_confirmed', 'b_confirmed']);
});

test('a runbook without steps is refused', () => {
  expect(() => new Runbook(newStack(newApp(), 'stack'), 'empty', { steps: [] })).toThrow('runbook "stack/empty" has no steps');
});

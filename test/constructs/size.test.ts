import { TerraformVariable, Testing } from 'cdktf';
import { Size } from '../../constructs';
import { newApp, newStack } from './stacks';

test('a TiB is 1,024 GiB, also in halves', () => {
  expect(Size.tib(1).toGib()).toBe(1024);
  expect(Size.tib(0.5).toGib()).toBe(512);
  expect(Size.gib(500).toGib()).toBe(500);
  expect(String(Size.gib(500))).toBe('500 GiB');
});

test.each([
  [() => Size.gib(1.5), 'Size.gib(1.5) is 1.5 GiB; a size is a whole number of GiB, zero or more; Size.gib(2) is the next whole size'],
  [() => Size.tib(0.3), 'Size.tib(0.3) is 307.2 GiB; a size is a whole number of GiB, zero or more; Size.gib(308) is the next whole size'],
  [() => Size.gib(-1), 'Size.gib(-1) is -1 GiB; a size is a whole number of GiB, zero or more'],
  [() => Size.gib(Number.NaN), 'Size.gib(NaN) is NaN GiB; a size is a whole number of GiB, zero or more'],
])('a fraction of a GiB and less than nothing are refused (%#)', (write, message) => {
  expect(write).toThrow(new RangeError(message));
});

test('no GiB at all is a size', () => {
  expect(Size.gib(0).toGib()).toBe(0);
});

test('a size that Terraform resolves later is passed on, though its stand-in is a negative number', () => {
  const stack = newStack(newApp(), 'stack');
  const { numberValue } = new TerraformVariable(stack, 'size', { type: 'number' });
  const resolved = (size: Size) => Testing.synth(stackWith(size));
  const stackWith = (size: Size) => {
    stack.addOverride('output.shown.value', size.toGib());
    return stack;
  };
  expect(resolved(Size.gib(numberValue))).toContain('"${var.size}"');
  expect(resolved(Size.tib(numberValue))).toContain('"${(var.size * 1024)}"');
});

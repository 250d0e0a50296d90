import * as fc from 'fast-check';
import { leavesAt, placeOf, stepsOf, unknownAt } from '../../lib/core/path';
import { Unknown } from '../../lib/core/unknown';

const vm = {
  name: 'a',
  tags: null,
  disks: [
    { name: 'x', size_gib: 1 },
    { name: 'y', size_gib: new Unknown(['var.size']) },
  ],
  zones: ['p', 't'],
};

test('a read path enters collections', () => {
  expect(leavesAt(vm, 'disks[].name')).toEqual(['x', 'y']);
  expect(leavesAt(vm, 'zones')).toEqual(['p', 't']);
  expect(leavesAt(vm, 'zones[]')).toEqual(['p', 't']);
  expect(leavesAt(vm, 'tags.owner')).toEqual([]);
  expect(leavesAt(vm, 'nothing')).toEqual([]);
});

test('an unknown leaf touches only the paths that lead to it', () => {
  expect(unknownAt(vm, 'disks[].name')).toBeUndefined();
  expect(unknownAt(vm, 'disks[].size_gib')?.because).toEqual(['var.size']);
  expect(unknownAt(vm, 'disks')?.because).toEqual(['var.size']);
  expect(unknownAt({ disks: new Unknown(['var.disks']) }, 'disks[].name')?.because).toEqual(['var.disks']);
});

test('places are read as they are written', () => {
  expect(stepsOf('disks["da.t]a"].size_gib')).toEqual([{ attribute: 'disks' }, { key: 'da.t]a' }, { attribute: 'size_gib' }]);
  expect(stepsOf('owners[0].email')).toEqual([{ attribute: 'owners' }, { index: 0 }, { attribute: 'email' }]);
  expect(stepsOf('')).toEqual([]);
});

test('any place survives writing and reading', () => {
  const step = fc.oneof(
    fc.record({ key: fc.string() }),
    fc.record({ index: fc.nat(1000) }),
    fc.record({ attribute: fc.stringMatching(/^[a-z_]{1,12}$/) }),
  );
  const steps = fc
    .tuple(fc.record({ attribute: fc.stringMatching(/^[a-z_]{1,12}$/) }), fc.array(step, { maxLength: 5 }))
    .map(([first, rest]) => [first, ...rest]);
  fc.assert(fc.property(steps, (place) => expect(stepsOf(placeOf(place))).toEqual(place)));
});

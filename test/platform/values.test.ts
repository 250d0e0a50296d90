/** How the platform treats values by their shape alone: what is left when a mention goes, what stays chosen, what is the same. */
import type { Attributes } from '../../lib/core/attribute';
import { kept, optional, required } from '../../lib/core/attribute';
import { int, listOf, mapOf, name, object, refTo, setOf, text, weakRefTo } from '../../lib/core/shape';
import { withoutMention } from '../../lib/platform/detach';
import { withEarlierChoices } from '../../lib/platform/kept';
import { sameValues } from '../../lib/platform/same';

const attrs: Attributes = {
  plain: optional('One.', weakRefTo('x')),
  strong: optional('One that holds.', refTo('x')),
  many: optional('Some.', setOf(weakRefTo('x'))),
  nics: optional(
    'Named, each with one.',
    listOf(object({ name: required('Name.', name()), to: required('One.', weakRefTo('x')), mac: kept('Chosen.', text()) }), { key: 'name' }),
  ),
  groups: optional('Each with some.', listOf(object({ priority: required('Order.', int()), members: required('Some.', setOf(weakRefTo('x'))) }))),
  choice: kept('Chosen.', text()),
  labels: optional('Free.', mapOf(text())),
};

test.each([
  [{ plain: 'a' }, { plain: null }],
  [{ strong: 'a' }, { strong: 'a' }],
  [{ many: ['a', 'b'] }, { many: ['b'] }],
  [{ many: ['a'] }, { many: [] }],
  [
    {
      nics: [
        { name: 'x', to: 'a' },
        { name: 'y', to: 'b' },
      ],
    },
    { nics: [{ name: 'y', to: 'b' }] },
  ],
  [{ groups: [{ priority: 1, members: ['a', 'b'] }] }, { groups: [{ priority: 1, members: ['b'] }] }],
  [
    { labels: { a: 'a' }, many: null },
    { labels: { a: 'a' }, many: null },
  ],
])('%j without a is %j', (before, after) => {
  expect(withoutMention(attrs, before, 'a')).toEqual(after);
});

test.each([
  [{ choice: null }, { choice: 'old' }, 'old'],
  [{}, { choice: 'old' }, 'old'],
  [{ choice: 'new' }, { choice: 'old' }, 'new'],
  [{ choice: null }, { choice: null }, null],
])('%j after %j leaves the choice %s', (written, prior, choice) => {
  expect(withEarlierChoices(attrs, written, prior)['choice'] ?? null).toBe(choice);
});

test('a nested choice follows the key, not the place', () => {
  const prior = {
    nics: [
      { name: 'x', to: 'a', mac: '1' },
      { name: 'y', to: 'a', mac: '2' },
    ],
  };
  const written = {
    nics: [
      { name: 'z', to: 'a' },
      { name: 'y', to: 'b' },
      { name: 'x', to: 'a', mac: '9' },
    ],
  };
  expect(withEarlierChoices(attrs, written, prior)['nics']).toEqual([
    { name: 'z', to: 'a' },
    { name: 'y', to: 'b', mac: '2' },
    { name: 'x', to: 'a', mac: '9' },
  ]);
});

test.each([
  [{ many: ['a', 'b'] }, { many: ['b', 'a'] }, true],
  [{ many: ['a'] }, { many: ['a', 'b'] }, false],
  [{ groups: [{ priority: 1, members: ['a', 'b'] }] }, { groups: [{ members: ['b', 'a'], priority: 1 }] }, true],
  [
    {
      groups: [
        { priority: 1, members: [] },
        { priority: 2, members: [] },
      ],
    },
    {
      groups: [
        { priority: 2, members: [] },
        { priority: 1, members: [] },
      ],
    },
    false,
  ],
  [{ labels: { a: '1', b: '2' } }, { labels: { b: '2', a: '1' } }, true],
  [{ labels: { a: '1' } }, { labels: { a: '2' } }, false],
  [{ plain: null }, {}, true],
  [{ plain: null }, { plain: '' }, false],
])('%j and %j say the same: %s', (a, b, same) => {
  expect(sameValues(attrs, a, b)).toBe(same);
});

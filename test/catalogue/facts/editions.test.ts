import { iopsLimit, sizeForIops, storageClasses } from '../../../lib/catalogue/facts/storage-classes';

test('the seeds cap nothing; edition 2026-08 caps every flash class', () => {
  expect([iopsLimit('ultra', 10_240), iopsLimit('ultra', 10_240, '2026-08')]).toEqual([150_000, 30_000]);
  expect([iopsLimit('essential', 40_960), iopsLimit('essential', 40_960, '2026-08')]).toEqual([20_000, 10_000]);
  expect(storageClasses.map(({ name }) => iopsLimit(name, 65_536, '2026-08'))).toEqual([10_000, 30_000, 30_000, 30_000, 30_000, null]);
});

test('no size reaches what is above the cap', () => {
  expect([sizeForIops('ultra', 30_000, '2026-08'), sizeForIops('ultra', 30_001, '2026-08')]).toEqual([2048, null]);
  expect(sizeForIops('ultra', 30_001)).toBe(2049);
});

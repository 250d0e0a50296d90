import { Duration } from '../../constructs';

test.each([
  ['a minute in seconds', Duration.minutes(1).toSeconds(), 60],
  ['seconds as they are', Duration.seconds(450).toSeconds(), 450],
  ['four hours in minutes', Duration.hours(4).toMinutes(), 240],
  ['two hours in minutes, and back', Duration.minutes(120).toHours(), 2],
  ['a day in hours', Duration.days(1).toHours(), 24],
  ['no time', Duration.minutes(0).toDays(), 0],
])('%s', (_, given, expected) => expect(given).toBe(expected));

test('a part of a unit is refused, with the next whole one', () => {
  expect(() => Duration.minutes(90).toHours()).toThrow('Duration.minutes(90) is 1.5 hours; whole hours are asked for, as Duration.hours(2)');
  expect(() => Duration.hours(1.5)).toThrow('Duration.hours(1.5): a duration is a whole number');
  expect(() => Duration.seconds(-1)).toThrow(RangeError);
});

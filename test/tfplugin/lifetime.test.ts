import { EventEmitter } from 'node:events';
import { Lifetime } from '../../lib/tfplugin/lifetime';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function begin(mode: 'plugin' | 'debug' = 'plugin') {
  const signals = new EventEmitter();
  const parent = { pid: 100 };
  const ended = jest.fn();
  const lifetime = new Lifetime({ mode, signals, parent: () => parent.pid });
  void lifetime.over.then(ended);
  return { lifetime, signals, parent, ended };
}

test('it ends when nobody connects within a minute', async () => {
  const { ended } = begin();
  await jest.advanceTimersByTimeAsync(59_999);
  expect(ended).not.toHaveBeenCalled();
  await jest.advanceTimersByTimeAsync(1);
  expect(ended).toHaveBeenCalledWith('nobody connected');
});

test('it outlives a short break in the connection, not a long one', async () => {
  const { lifetime, ended } = begin();
  lifetime.sessions(1);
  await jest.advanceTimersByTimeAsync(3_600_000);
  lifetime.sessions(0);
  await jest.advanceTimersByTimeAsync(4999);
  lifetime.sessions(1);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(ended).not.toHaveBeenCalled();
  lifetime.sessions(0);
  await jest.advanceTimersByTimeAsync(5000);
  expect(ended).toHaveBeenCalledWith('the connection has closed');
});

test('it ends within a second of its parent', async () => {
  const { lifetime, parent, ended } = begin();
  lifetime.sessions(1);
  parent.pid = 1;
  await jest.advanceTimersByTimeAsync(1000);
  expect(ended).toHaveBeenCalledWith('the parent is gone');
});

test('an interrupt is for Terraform, unless it is being debugged', async () => {
  const plugin = begin();
  plugin.signals.emit('SIGINT');
  const debug = begin('debug');
  debug.lifetime.sessions(1);
  debug.lifetime.sessions(0);
  debug.parent.pid = 1;
  await jest.advanceTimersByTimeAsync(3_600);
  expect(plugin.ended).not.toHaveBeenCalled();
  expect(debug.ended).not.toHaveBeenCalled();
  debug.signals.emit('SIGINT');
  plugin.signals.emit('SIGTERM');
  await jest.advanceTimersByTimeAsync(0);
  expect(debug.ended).toHaveBeenCalledWith('interrupted');
  expect(plugin.ended).toHaveBeenCalledWith('terminated');
});

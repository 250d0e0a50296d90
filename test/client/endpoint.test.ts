/** What may be written as the endpoint of a platform. */
import { endpointOf } from '../../lib/client/endpoint';
import { Unavailable } from '../../lib/core/command';

test.each([
  ['http://127.0.0.1:7480', 'http://127.0.0.1:7480', true],
  ['http://127.8.8.8:7480/', 'http://127.8.8.8:7480', true],
  ['http://localhost:7480', 'http://localhost:7480', true],
  ['http://[::1]:7480', 'http://[::1]:7480', true],
  ['https://localhost', 'https://localhost', true],
  ['https://Platform.Example:443', 'https://platform.example', false],
  ['https://10.0.0.1:7480', 'https://10.0.0.1:7480', false],
])('%s is one', (given, origin, isLoopback) => {
  expect(endpointOf(given)).toEqual({ origin, isLoopback });
});

test.each([
  ['', /no URL/],
  ['platform.example', /no URL/],
  ['localhost:7480', /no URL/],
  ['ftp://platform.example', /no URL/],
  ['file:///etc/passwd', /no URL/],
  ['https://robot:hunter2@platform.example', /client_id and secret_id/],
  ['http://robot@127.0.0.1', /client_id and secret_id/],
  ['https://platform.example/v1', /use https:\/\/platform\.example\b/],
  ['https://platform.example/?a=b', /after the host/],
  ['https://platform.example#x', /after the host/],
  ['http://platform.example', /in clear.*use https:\/\/platform\.example/s],
  ['http://10.0.0.1:7480', /in clear/],
  ['http://127.0.0.1.evil.example', /in clear/],
  ['http://localhost.evil.example', /in clear/],
  ['http://0.0.0.0:7480', /in clear/],
])('%s is refused', (given, words) => {
  const read = () => endpointOf(given);
  expect(read).toThrow(Unavailable);
  expect(read).toThrow(words);
  expect(read).toThrow(/Fix: /);
});

test('a password in it is repeated nowhere', () => {
  for (const given of ['https://robot:hunter2@platform.example', 'htps://robot:hunter2@platform.example', 'robot:hunter2@platform.example']) {
    expect(() => endpointOf(given)).toThrow(/^(?!.*hunter2)/s);
  }
});

/** Who listens to the events of a served platform, on a connection of its own. */
import { once } from 'node:events';
import { request as ask, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Served } from './served';

/** Lets a server listen on a port that is free; gives the port. */
export async function listening({ server: { http } }: Served): Promise<number> {
  await http.listen({ host: '127.0.0.1', port: 0 });
  return (http.server.address() as AddressInfo).port;
}

/** Asks for events; the answer as it begins. */
export async function askForEvents(served: Served, who: string, headers: Readonly<Record<string, string>> = {}): Promise<IncomingMessage> {
  const { port } = served.server.http.server.address() as AddressInfo;
  const given = { authorization: `Bearer ${served.tokenOf(who)}`, accept: 'text/event-stream', ...headers };
  const sent = ask({ port, path: '/v1/events', agent: false, headers: given });
  sent.end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return answer;
}

export class Listener {
  #text = '';
  readonly ended: Promise<unknown>;

  constructor(readonly answer: IncomingMessage) {
    this.ended = once(answer, 'close');
    answer.setEncoding('utf8').on('data', (chunk: string) => {
      this.#text += chunk;
    });
  }

  static async begin(served: Served, who: string, after?: string): Promise<Listener> {
    return new Listener(await askForEvents(served, who, after === undefined ? {} : { 'last-event-id': after }));
  }

  /** Waits until what was heard has something in it. */
  async hears(what: RegExp): Promise<string> {
    while (!what.test(this.#text)) await once(this.answer, 'data');
    return this.#text;
  }

  get ids(): readonly number[] {
    return [...this.#text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  }
}

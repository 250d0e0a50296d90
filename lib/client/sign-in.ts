/** The token with which a client asks: fetched when it is first needed, and anew before it ends. */
import { Unavailable } from '../core/command';
import { answered } from './answers';
import type { Asked } from './exchange';
import type { Persistence } from './persistence';
import { tokenFrom } from './wire';

/** A platform that is there gives a token at once; one that is not shall not keep its caller waiting. */
const SIGN_IN_MS_MAX = 10_000;
/** Share of its time after which a token is replaced. */
const FRESH_SHARE = 0.9;
/** Statuses by which a platform says that it does not know the client or its secret. */
const UNKNOWN_CLIENT = [400, 401, 403, 422];

interface SignInParts {
  readonly origin: string;
  readonly clientId: string;
  readonly secretId: string;
  readonly persistence: Persistence;
  readonly now: () => number;
}

interface Token {
  readonly text: string;
  readonly freshUntil: number;
}

export class SignIn {
  readonly #parts: SignInParts;
  #token: Promise<Token> | undefined;
  #text: string | undefined;

  constructor(parts: SignInParts) {
    this.#parts = parts;
  }

  /** A token that still serves; whoever asks while one is fetched gets the same. Throws `Unavailable`. */
  async token(): Promise<string> {
    const token = await this.#current();
    if (this.#parts.now() < token.freshUntil) return token.text;
    this.drop(token.text);
    return (await this.#current()).text;
  }

  /** Forgets a token that no longer serves, unless another has taken its place. */
  drop(text: string): void {
    if (this.#text === text) this.#token = undefined;
  }

  #current(): Promise<Token> {
    this.#token ??= this.#fetch().then(
      (token) => {
        this.#text = token.text;
        return token;
      },
      (error: unknown) => {
        this.#token = undefined;
        throw error;
      },
    );
    return this.#token;
  }

  async #fetch(): Promise<Token> {
    const { origin, clientId, secretId, persistence, now } = this.#parts;
    const asked: Asked = {
      method: 'POST',
      path: '/v1/auth/token',
      body: { client_id: clientId, secret_id: secretId },
      safe: true,
      answerMs: SIGN_IN_MS_MAX,
    };
    const asOf = now();
    const outcome = await persistence.ask(asked, {});
    if ('status' in outcome.met && UNKNOWN_CLIENT.includes(outcome.met.status)) {
      throw new Unavailable(
        `the platform at ${origin} does not accept client_id ${JSON.stringify(clientId)} with the secret that was given.\n\nFix: correct client_id and secret_id, in the provider block or as SOCLE_CLIENT_ID and SOCLE_SECRET_ID.`,
      );
    }
    const token = answered(origin, asked, outcome, tokenFrom);
    if (!token) throw new Unavailable(`${origin} gives no tokens, so it is no platform of Socle.\n\nFix: correct endpoint (or SOCLE_ENDPOINT).`);
    return { text: token.token, freshUntil: asOf + token.expiresInS * 1000 * FRESH_SHARE };
  }
}

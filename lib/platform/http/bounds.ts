/** The bounds of the server: nothing that a caller sends makes it wait, grow or repeat without end. */

/** Largest body that is read, in bytes. */
export const BODY_BYTES_MAX = 1024 * 1024;
/** Objects and lists inside one another in a body. No resource needs a quarter of it. */
export const BODY_DEPTH_MAX = 32;
/** Longest time for one answer: then what has not begun is given up. */
export const REQUEST_MS_MAX = 30_000;
/** What has begun may end within this time more; then nobody knows. */
export const ENDING_MS_MAX = 3000;
/** Longest time until the head of a request has arrived. */
export const HEADERS_MS_MAX = 10_000;
/** How long a connection stays open for the next request. */
export const KEEP_ALIVE_MS = 72_000;
/** Longest that a connection on which something is under way says and hears nothing: who does not read its answer is left. */
export const SILENCE_MS_MAX = 120_000;
/** Connections that are open at a time. */
export const CONNECTIONS_MAX = 512;
/** Longest part of a path between two slashes, in characters. */
export const PARAMETER_MAX = 512;

/** Resources, events or activities of one page. */
export const PAGE_MAX = 500;
export const PAGE_DEFAULT = 100;
/** Conditions of one filter. */
export const CONDITIONS_MAX = 20;
/** Longest filter, in characters. */
export const FILTER_MAX = 4000;
/** Lines of the log that are looked through for one page. */
export const EVENTS_SCANNED_MAX = 5000;

/** Plans that are kept at a time; the oldest goes first. */
export const PLANS_MAX = 100;
/** How long a plan is kept. */
export const PLAN_MS = 3_600_000;

/** Copies of the platform that are worked on at a time, for plans and drills. */
export const COPIES_MAX = 4;

/** Listeners to events at a time. */
export const LISTENERS_MAX = 64;
/** How often the log is looked at for listeners. */
export const LISTENING_MS = 1000;
/** How long a listener hears nothing at most. */
export const HEARTBEAT_MS = 15_000;
/** Bytes that wait for a listener who does not read; then it is left. */
export const LISTENER_BACKLOG_MAX = 1024 * 1024;

/** How long a token serves, in seconds. */
export const TOKEN_SECONDS = 3600;
/** Tokens that are asked for from one address within a minute, right or wrong. */
export const TOKENS_PER_MINUTE_MAX = 240;
/** Requests that one client gives in a second, unless the server is told otherwise. */
export const RATE_DEFAULT = { perSecond: 200, burst: 400 } as const;
/** Callers whose rate is remembered at a time. */
export const RATED_MAX = 10_000;

/** Longest that a server which closes waits for requests that run. */
export const CLOSING_MS = 10_000;

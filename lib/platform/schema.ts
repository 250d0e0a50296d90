/** The tables of a platform file, as forward migrations: the n-th brings a file from version n to n + 1. */

/** Marks a file as a Socle platform ("SOCL" in ASCII). */
export const APPLICATION_ID = 0x534f434c;

export const migrations: readonly string[] = [
  `
  CREATE TABLE resources (
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    "values" TEXT NOT NULL,
    runtime TEXT,
    incarnation TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (type, id)
  ) STRICT;
  CREATE TABLE events (
    revision INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    principal TEXT NOT NULL,
    kind TEXT NOT NULL,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    touched TEXT NOT NULL
  ) STRICT;
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  `,
  'ALTER TABLE events ADD COLUMN what TEXT;',
];

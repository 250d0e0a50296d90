/** A platform that begins with the document of another is that platform, and goes on as it would have. */
import fc from 'fast-check';
import { catalogue } from '../../lib/catalogue/complete';
import { Unavailable } from '../../lib/core/command';
import { HOUR_MS } from '../../lib/core/virtual-time';
import { memoryStore } from '../../lib/platform/memory-store';
import type { Platform } from '../../lib/platform/platform';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import { beginWith, contentsOf, documentOf } from '../../lib/platform/transfer';
import { create, openPlatform } from './open-platform';
import { groundOf, standbyOf, stepsOf } from './random-commands';
import { giveStep } from './random-platform';
import { scratch } from './scratch';

const file = scratch();
let files = 0;

async function lived(seed: number): Promise<Platform> {
  const platform = await openPlatform();
  await platform.dispatchAll([...groundOf(), ...standbyOf()]);
  for (const step of stepsOf('main', seed, 60, 'moving')) await giveStep(platform, step);
  return platform;
}

async function imported(document: string): Promise<Platform> {
  const store = await openSqliteStore(file(`imported-${++files}.db`));
  await beginWith(store, contentsOf(document, 'document', catalogue));
  // Another seed and another wall clock at hand: what the document says counts.
  return openPlatform({ store, random: () => 0.1 });
}

const refusal = (document: string): string => {
  try {
    contentsOf(document, 'd.json', catalogue);
  } catch (error) {
    if (error instanceof Unavailable) return error.message;
    throw error;
  }
  throw new Error('the document was read');
};

test('hash, clock, activities, faults and document are the same on both sides, and both go on alike', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 1e6 }), async (seed) => {
      const one = await lived(seed);
      const document = documentOf(await one.contents());
      const other = await imported(document);
      const told = async (platform: Platform) => ({
        hash: await platform.hash(),
        clock: await platform.clock(),
        activities: await platform.activities(),
        faults: await platform.faults(),
        document: documentOf(await platform.contents()),
      });
      expect(await told(other)).toEqual(await told(one));
      for (const platform of [one, other]) {
        for (const step of stepsOf('main', seed + 1, 20, 'moving')) await giveStep(platform, step);
        await platform.advance(HOUR_MS);
      }
      expect(await told(other)).toEqual(await told(one));
      await Promise.all([one.close(), other.close()]);
    }),
    { numRuns: 15 },
  );
});

test('a secret that was given is neither kept nor exported', async () => {
  const platform = await openPlatform();
  const kmip = { kmip_endpoint: 'kms.example.org:5696', kmip_ca: 'ca', kmip_certificate: 'certificate', kmip_private_key_wo: 'very private' };
  await create(platform, { type: 'key_provider', values: { name: 'own', kind: 'external', ...kmip, kmip_private_key_wo_version: 1 } });
  const document = documentOf(await platform.contents());
  expect(document).not.toContain('very private');
  expect(await (await imported(document)).hash()).toBe(await platform.hash());
});

test('other forms of the same JSON are the same document', async () => {
  const platform = await lived(1);
  const document = documentOf(await platform.contents());
  const again = contentsOf(JSON.stringify(JSON.parse(document), null, 4), 'd.json', catalogue);
  expect(documentOf(again)).toBe(document);
});

test('a store on which a platform stands is not begun again', async () => {
  const contents = await (await lived(2)).contents();
  const store = memoryStore();
  await openPlatform({ store });
  await expect(beginWith(store, contents)).rejects.toThrow(Unavailable);
});

describe('is refused as a whole:', () => {
  let document = '';
  beforeAll(async () => {
    document = documentOf(await (await lived(3)).contents());
  });

  test('a document that was cut anywhere', () => {
    for (const share of [0, 0.1, 0.5, 0.9, 0.99])
      expect(refusal(document.slice(0, Math.floor(document.length * share)))).toMatch(/d\.json is not JSON/);
  });

  test('a document in which any letter or digit was changed', () => {
    const places = [...document.matchAll(/[a-z0-8]/g)].map((match) => match.index);
    fc.assert(
      fc.property(fc.constantFrom(...places), (place) => {
        const next = String.fromCharCode(document.charCodeAt(place) + 1);
        const changed = document.slice(0, place) + next + document.slice(place + 1);
        expect(refusal(changed)).toMatch(/d\.json (was changed|is not)/);
      }),
    );
  });

  test.each([
    ['another document', '{"format_version": "1.0"}', /not the document of a platform/],
    ['a list', '[]', /not the document of a platform/],
    ['a number', '1', /not the document of a platform/],
    ['one of a later Socle', '{"socle_platform": 2}', /newer Socle/],
  ])('%s', (_, text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  test('one with types that are not known here, each with its place', async () => {
    const contents = await (await lived(4)).contents();
    const rows = [...contents.rows].map((row) => (row.type === 'tenant' ? { ...row, type: 'castle' } : row));
    const foreign = documentOf({ ...contents, charter: { ...contents.charter, edition: '1999' }, rows });
    expect(refusal(foreign)).toMatch(/edition is "1999"[\s\S]*rows\[\d+\]\.type is "castle"/);
  });
});

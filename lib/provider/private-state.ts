/** What Terraform keeps for the provider beside a resource's state: which object of that id it is. */

/** What a resource that is created now keeps at plan. */
export const NOTHING: Uint8Array = new Uint8Array();

export const withIncarnation = (incarnation: string): Uint8Array => Buffer.from(JSON.stringify({ incarnation }));

/** Which id the new object of a replacement has. */
export type Under = 'the same id' | 'another id';

/** What a planned replacement keeps: Terraform gives it to the deletion, where that comes first. */
export const replacing = (incarnation: string, under: Under): Uint8Array => Buffer.from(JSON.stringify({ incarnation, replaced: under }));

/** The incarnation; undefined where none is kept, or where somebody else wrote what is kept. */
export function incarnationIn(priv: Uint8Array): string | undefined {
  const { incarnation } = keptIn(priv);
  return typeof incarnation === 'string' ? incarnation : undefined;
}

/** Where the object that is deleted makes place for another: under which id that will stand. */
export function replacedUnder(priv: Uint8Array): Under | undefined {
  const { replaced } = keptIn(priv);
  return replaced === 'the same id' || replaced === 'another id' ? replaced : undefined;
}

function keptIn(priv: Uint8Array): Readonly<Record<string, unknown>> {
  if (priv.length === 0) return {};
  try {
    const kept: unknown = JSON.parse(Buffer.from(priv).toString('utf8'));
    return typeof kept === 'object' && kept !== null ? { ...kept } : {};
  } catch {
    return {};
  }
}

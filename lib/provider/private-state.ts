/** What Terraform keeps for the provider beside a resource's state: which object of that id it is. */

/** What a resource that is created now keeps at plan. */
export const NOTHING: Uint8Array = new Uint8Array();

export const withIncarnation = (incarnation: string): Uint8Array => Buffer.from(JSON.stringify({ incarnation }));

/** What a planned replacement keeps: Terraform gives it to the deletion that comes first. `under`: whether the new object takes the old one's id. */
export const replacing = (incarnation: string, { under }: { readonly under: 'the same id' | 'another id' }): Uint8Array =>
  under === 'the same id' ? Buffer.from(JSON.stringify({ incarnation, replaced: true })) : withIncarnation(incarnation);

/** The incarnation; undefined where none is kept, or where somebody else wrote what is kept. */
export function incarnationIn(priv: Uint8Array): string | undefined {
  const { incarnation } = keptIn(priv);
  return typeof incarnation === 'string' ? incarnation : undefined;
}

/** Whether what is deleted makes place for another object of its id. */
export const isReplaced = (priv: Uint8Array): boolean => keptIn(priv)['replaced'] === true;

function keptIn(priv: Uint8Array): Readonly<Record<string, unknown>> {
  if (priv.length === 0) return {};
  try {
    const kept: unknown = JSON.parse(Buffer.from(priv).toString('utf8'));
    return typeof kept === 'object' && kept !== null ? { ...kept } : {};
  } catch {
    return {};
  }
}

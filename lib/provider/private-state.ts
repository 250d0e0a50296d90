/** What Terraform keeps for the provider beside a resource's state: which object of that id it is. */

/** Empty where nothing is kept. */
export const withIncarnation = (incarnation: string | undefined): Uint8Array =>
  incarnation === undefined ? new Uint8Array() : Buffer.from(JSON.stringify({ incarnation }));

/** The incarnation; undefined where none is kept, or where somebody else wrote what is kept. */
export function incarnationIn(priv: Uint8Array): string | undefined {
  if (priv.length === 0) return undefined;
  try {
    const kept: unknown = JSON.parse(Buffer.from(priv).toString('utf8'));
    const incarnation = typeof kept === 'object' && kept !== null && 'incarnation' in kept ? kept.incarnation : undefined;
    return typeof incarnation === 'string' ? incarnation : undefined;
  } catch {
    return undefined;
  }
}

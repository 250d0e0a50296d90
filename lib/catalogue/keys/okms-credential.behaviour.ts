import { defineBehaviour } from '../../core/behaviour';
import { lifecycle, settled } from '../../core/lifecycle';

/** A credential is made by itself; it ends on its day. */
const credentialLife = lifecycle({ initial: 'creating', settle: { creating: 'ready' }, on: {} });

const DAY_MS = 86_400_000;

export const okmsCredentialBehaviour = defineBehaviour('okms_credential', {
  create: (self, deed) => ({ expires_at: new Date(deed.now + self.validity_days * DAY_MS).toISOString() }),
  observe: (self, site) => ({
    status: self.expires_at !== null && Date.parse(self.expires_at) <= site.now ? 'expired' : settled(credentialLife, credentialLife.initial),
  }),
});

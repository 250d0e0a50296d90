/** The log as a caller sees it: lines about its own resources, without what they say of others. */
import { type Catalogue, definitionOfId } from '../../core/catalogue';
import type { Platform } from '../platform';
import type { Event } from '../store';
import { EVENTS_SCANNED_MAX, PAGE_MAX } from './bounds';
import type { Sight } from './sight';

/** A line as far as it is the caller's; undefined where none of it is. */
function seen(catalogue: Catalogue, sight: Sight, event: Event): Event | undefined {
  // What the platform keeps for itself is no resource.
  const touched = event.touched.filter(({ id }) => definitionOfId(catalogue, id) && sight.sees(id));
  if (sight.sees(event.id)) return { ...event, touched };
  return touched.length === 0 ? undefined : { revision: event.revision, at: event.at, principal: '', kind: event.kind, type: '', id: '', touched };
}

/** Lines after a revision, and the revision up to which the log was looked through. */
export async function seenEvents(
  { platform, catalogue }: { readonly platform: Pick<Platform, 'events'>; readonly catalogue: Catalogue },
  sight: Sight,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<{ readonly events: readonly Event[]; readonly upTo: number; readonly rest: 'more' | 'none' }> {
  const events: Event[] = [];
  let upTo = after;
  for (let scanned = 0; scanned < EVENTS_SCANNED_MAX; ) {
    const lines = await platform.events(upTo, PAGE_MAX);
    for (const line of lines) {
      const own = seen(catalogue, sight, line);
      if (own) events.push(own);
      upTo = line.revision;
      if (events.length === limit) return { events, upTo, rest: 'more' };
    }
    if (lines.length < PAGE_MAX) return { events, upTo, rest: 'none' };
    scanned += lines.length;
  }
  return { events, upTo, rest: 'more' };
}

/** What the model looks like on the wire: resources without secrets, times as texts. */
import type { Activity } from '../../core/activity';
import { type Catalogue, definitionOf } from '../../core/catalogue';
import type { Stored } from '../../core/command';
import type { Fault } from '../../core/fault';
import { isUnknown, type Values } from '../../core/unknown';
import type { Event } from '../store';

const time = (ms: number): string => new Date(ms).toISOString();

export function resourceBody(catalogue: Catalogue, stored: Stored, observed?: Values): object {
  const { id, type, incarnation, revision, values } = stored;
  const { attrs } = definitionOf(catalogue, type);
  // A secret stands as an unknown, and an attribute of a later release is not known here.
  const shown = Object.entries(values).filter(([key, value]) => attrs[key] && !attrs[key].writeOnly && !isUnknown(value));
  return { id, type, incarnation, revision, values: Object.fromEntries(shown), ...(observed ? { observed } : {}) };
}

/** The revision as an entity tag. */
export const tagOf = ({ revision }: Stored): string => `"${revision}"`;

export const activityBody = (activity: Activity): object => ({ ...activity, started_at: time(activity.started_at), ends_at: time(activity.ends_at) });

export const faultBody = (fault: Fault): object => ({ ...fault, from: time(fault.from), until: fault.until === null ? null : time(fault.until) });

export const clockBody = <T extends { readonly now: number }>(clock: T): object => ({ ...clock, now: time(clock.now) });

export const eventBody = (event: Event): object => ({ ...event, at: time(event.at) });

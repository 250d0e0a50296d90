/** What every noun bills, area by area. */
import type { Billing } from '../core/billing';
import { computeBilling } from './compute/compute.billing';
import { protectionBilling } from './protection/protection.billing';
import { storageBilling } from './storage/storage.billing';

export const billings: readonly Billing[] = [...computeBilling, ...storageBilling, ...protectionBilling];

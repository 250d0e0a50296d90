/** What every noun with a capacity needs and gives, area by area. */
import type { Sizing } from '../core/sizing';
import { computeSizing } from './compute/compute.sizing';
import { storageSizing } from './storage/storage.sizing';

export const sizings: readonly Sizing[] = [...computeSizing, ...storageSizing];

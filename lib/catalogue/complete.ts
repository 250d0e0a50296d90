/** The catalogue with its validators, ready for the engines. Kept apart from the list so that the build can read the list before they exist. */
import { type Catalogue, catalogueOf } from '../core/catalogue';
import { editions } from './facts/editions';

import validators = require('./generated/validators');

import { faultKinds } from './facts/fault-kinds';
import { actions, areas, rules } from './index';

export const catalogue: Catalogue = catalogueOf({ editions, areas, rules, actions, faultKinds, validators });

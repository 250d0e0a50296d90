/** Anything that `socle check` may be given, told apart by what it holds. */
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isCases } from './cases';
import { InputError } from './input-error';
import { isJsonObject, type Json, own } from './json';
import { isPlan } from './plan';
import { configuration, stacksIn } from './read-folder';
import { readJson, reasonOf } from './read-json';
import { looksLikeConfiguration, type StackSource } from './stack';

export type Input =
  | { readonly kind: 'stacks'; readonly stacks: readonly StackSource[] }
  | { readonly kind: 'plan'; readonly name: string; readonly json: Json; readonly folder: string }
  | { readonly kind: 'cases'; readonly name: string; readonly json: Json };

/** Reads a file or folder. Throws `InputError`. */
export function readInput(path: string): Input {
  if (isFolder(path)) return { kind: 'stacks', stacks: stacksIn(path) };
  if (path.endsWith('.tf') || path.endsWith('.tofu')) {
    throw new InputError(
      `${path} is HCL, which is not read`,
      'plan it first: terraform plan -out p && terraform show -json p > p.json, then socle check p.json',
    );
  }
  const json = readJson(path);
  if (isCases(json)) return { kind: 'cases', name: path, json };
  if (isPlan(json)) {
    refuseLaterPlans(path, json);
    return { kind: 'plan', name: path, json, folder: dirname(resolve(path)) };
  }
  refuseStates(path, json);
  if (!looksLikeConfiguration(json) && !(isJsonObject(json) && path.endsWith('.tf.json'))) {
    throw new InputError(
      `${path} is neither a Terraform configuration nor a plan`,
      'name cdktf.out, a *.tf.json, or what terraform show -json wrote of a plan',
    );
  }
  return { kind: 'stacks', stacks: [{ name: path, json: configuration(path, json), folder: dirname(resolve(path)) }] };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new InputError(`${path}: ${reasonOf(error)}`, 'name a file or folder that exists and that you may read');
  }
}

/** Terraform promises that every 1.x reads like 1.0. */
function refuseLaterPlans(path: string, json: Json): void {
  const version = String(own(json, 'format_version'));
  if (!/^1\./.test(version))
    throw new InputError(`${path} is a plan in format ${version}; 1.x is read`, 'use a release of Socle that knows that format');
}

function refuseStates(path: string, json: Json): void {
  const state = own(json, 'terraform_version') !== undefined && (own(json, 'lineage') !== undefined || own(json, 'values') !== undefined);
  if (state)
    throw new InputError(
      `${path} is a Terraform state, not a plan`,
      'terraform plan -out p && terraform show -json p > p.json, then socle check p.json',
    );
}

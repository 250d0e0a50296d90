/** Folders: what `cdktf synth` wrote, and a Terraform root with `*.tf.json`. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from './input-error';
import { isJsonObject, type Json, labelled, own } from './json';
import { readJson, reasonOf } from './read-json';
import type { StackSource } from './stack';

const PLAN_FIRST = 'plan it first: terraform plan -out p && terraform show -json p > p.json, then socle check p.json';

/** The stacks of a folder. Throws `InputError`. */
export function stacksIn(folder: string): readonly StackSource[] {
  const names = namesIn(folder);
  if (names.includes('manifest.json')) return synthesised(folder);
  const json = names.filter((name) => name.endsWith('.tf.json'));
  const hcl = names.filter((name) => name.endsWith('.tf') || name.endsWith('.tofu'));
  if (hcl.length > 0) throw new InputError(`${join(folder, hcl[0] as string)} is HCL, which is not read`, PLAN_FIRST);
  if (json.length > 0) return [{ name: folder, json: merged(folder, json), folder: resolve(folder) }];
  if (names.includes('cdktf.out') && existsSync(join(folder, 'cdktf.out', 'manifest.json'))) return synthesised(join(folder, 'cdktf.out'));
  if (names.includes('cdktf.json'))
    throw new InputError(`${folder} holds a CDKTF app that has not been synthesised`, 'cdktf synth, then socle check cdktf.out');
  throw new InputError(`${folder} holds no Terraform JSON`, 'name cdktf.out, a folder with *.tf.json, or a plan as JSON');
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw new InputError(`${folder}: ${reasonOf(error)}`, 'name a folder that exists and that you may read');
  }
}

/** All files of a root are one configuration. */
function merged(folder: string, names: readonly string[]): Json {
  const overriding = names.find((name) => name === 'override.tf.json' || name.endsWith('_override.tf.json'));
  if (overriding !== undefined) throw new InputError(`${join(folder, overriding)} overrides other files, which is not read`, PLAN_FIRST);
  const sections = new Map<string, Json[]>();
  for (const name of names) {
    const path = join(folder, name);
    for (const [key, value] of Object.entries(configuration(path, readJson(path)))) {
      sections.set(key, [...(sections.get(key) ?? []), ...(Array.isArray(value) ? (value as readonly Json[]) : [value])]);
    }
  }
  return Object.fromEntries(sections);
}

/** A configuration whose blocks are objects, as Terraform asks for. */
export function configuration(path: string, json: Json): { readonly [key: string]: Json } {
  if (!isJsonObject(json)) throw new InputError(`${path} holds no JSON object`, 'a Terraform file is {"resource": {…}, …}');
  for (const section of ['resource', 'data', 'provider']) {
    for (const [place, value] of positionsOf(section, own(json, section))) {
      if (!holdsObjects(value)) throw new InputError(`${path}: ${place} must be an object`, 'write it as {"resource": {"type": {"name": {…}}}}');
    }
  }
  return json;
}

const holdsObjects = (value: Json): boolean => isJsonObject(value) || (Array.isArray(value) && (value as readonly Json[]).every(isJsonObject));

function positionsOf(section: string, value: Json | undefined): (readonly [string, Json])[] {
  if (value === undefined) return [];
  const inner = labelled(value).map(([label, body]) => [`${section}.${label}`, body] as const);
  return [
    [section, value],
    ...inner,
    ...(section === 'provider'
      ? []
      : inner.flatMap(([place, bodies]) => labelled(bodies).map(([label, body]) => [`${place}.${label}`, body] as const))),
  ];
}

/** All stacks that `cdktf synth` wrote. */
function synthesised(folder: string): readonly StackSource[] {
  const path = join(folder, 'manifest.json');
  const stacks = own(readJson(path), 'stacks');
  if (!isJsonObject(stacks))
    throw new InputError(`${path} is not the manifest of a CDKTF app`, 'cdktf synth writes one; a folder with *.tf.json needs none');
  return Object.keys(stacks)
    .sort()
    .map((name) => {
      const written = own(own(stacks, name), 'synthesizedStackPath');
      if (typeof written !== 'string') throw new InputError(`${path} does not say where stack ${name} was written`, 'run cdktf synth again');
      const file = join(folder, written);
      if (basename(file).endsWith('.tf')) throw new InputError(`${file} is HCL, which is not read`, 'leave hclOutput off, or ' + PLAN_FIRST);
      return { name, json: configuration(file, readJson(file)), folder: resolve(dirname(file)) };
    });
}

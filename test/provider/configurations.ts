/** Configurations as Terraform sends them (every attribute present, null where unset), written by hand or drawn at random. */
import fc from 'fast-check';
import type { Attribute, Attributes } from '../../lib/core/attribute';
import type { Catalogue } from '../../lib/core/catalogue';
import { definitionOf } from '../../lib/core/catalogue';
import type { Definition } from '../../lib/core/resource';
import type { Shape } from '../../lib/core/shape';
import { type TfObject, type TfValue, UnknownValue } from '../../lib/tfplugin/types';

export type Written = { readonly [key: string]: TfValue };

/** A configuration of a resource: what is not written is null, in nested attributes too. */
export function configOf(definition: Definition, written: Written): TfObject {
  return { ...filled(definition.attrs, written), timeouts: written['timeouts'] ?? null };
}

function filled(attrs: Attributes, written: Written): TfObject {
  const config: Record<string, TfValue> = Object.create(null);
  for (const [key, attribute] of Object.entries(attrs)) if (!attribute.volatile) config[key] = filledValue(attribute.shape, written[key] ?? null);
  return config;
}

function filledValue(shape: Shape, value: TfValue): TfValue {
  if (value === null || value instanceof UnknownValue) return value;
  if (shape.kind === 'object') return filled(shape.attrs, value as Written);
  if ((shape.kind === 'list' || shape.kind === 'set') && Array.isArray(value)) return value.map((element: TfValue) => filledValue(shape.of, element));
  return value;
}

const NAMES = ['a', 'b', 'c', 'web-1', 'X.y'];

/** Any configuration that fits the shapes of a type, some of it unknown; `unknowns: 'none'` for what can be applied. */
export function configurations(catalogue: Catalogue, type: string, unknowns: 'some' | 'none'): fc.Arbitrary<TfObject> {
  const definition = definitionOf(catalogue, type);
  return object(catalogue, definition.attrs, unknowns).map((written) => configOf(definition, written));
}

function object(catalogue: Catalogue, attrs: Attributes, unknowns: 'some' | 'none'): fc.Arbitrary<Written> {
  const written = Object.entries(attrs).filter(([, attribute]) => attribute.mode !== 'computed' && !attribute.volatile);
  return fc.record(Object.fromEntries(written.map(([key, attribute]) => [key, attributeValue(catalogue, attribute, unknowns)])));
}

function attributeValue(catalogue: Catalogue, attribute: Attribute, unknowns: 'some' | 'none'): fc.Arbitrary<TfValue> {
  const arbitraries = [{ arbitrary: value(catalogue, attribute.shape, unknowns), weight: 6 }];
  if (attribute.mode !== 'required') arbitraries.push({ arbitrary: fc.constant<TfValue>(null), weight: 4 });
  if (unknowns === 'some') arbitraries.push({ arbitrary: fc.constant<TfValue>(new UnknownValue()), weight: 1 });
  return fc.oneof(...arbitraries);
}

function value(catalogue: Catalogue, shape: Shape, unknowns: 'some' | 'none'): fc.Arbitrary<TfValue> {
  switch (shape.kind) {
    case 'string':
      return fc.constantFrom(...textsOf(shape));
    case 'ref':
      return fc.constantFrom(...NAMES.map((name) => `tenants/main/${definitionOf(catalogue, shape.to[0] ?? '').collection}/${name}`));
    case 'int':
    case 'number':
      return fc.integer({ min: Math.ceil(shape.min ?? (shape.above ?? 0) + 1), max: Math.min(shape.max ?? 5000, 70_000) });
    case 'bool':
      return fc.boolean();
    case 'map':
      return fc.dictionary(fc.constantFrom('a', '__proto__', 'x y'), value(catalogue, shape.of, unknowns), { maxKeys: 3 });
    case 'list':
    case 'set':
      return elements(catalogue, shape, unknowns);
    case 'object':
      return object(catalogue, shape.attrs, unknowns);
    default:
      return shape satisfies never;
  }
}

function elements(catalogue: Catalogue, shape: Extract<Shape, { kind: 'list' | 'set' }>, unknowns: 'some' | 'none'): fc.Arbitrary<TfValue> {
  const { key } = shape;
  const bounds = { minLength: shape.min ?? 0, maxLength: Math.max(shape.min ?? 0, 3) };
  const of = value(catalogue, shape.of, unknowns);
  if (key === undefined) return fc.uniqueArray(of, { ...bounds, selector: (element) => JSON.stringify(element) });
  return fc.uniqueArray(fc.constantFrom(...NAMES), bounds).chain((names) => {
    return fc.tuple(...names.map((name) => of.map((element): TfValue => ({ ...(element as Written), [key]: name }))));
  });
}

function textsOf(shape: Extract<Shape, { kind: 'string' }>): string[] {
  if (shape.oneOf) return [...shape.oneOf];
  if (shape.format === 'date') return ['2026-01-31', '2024-02-29'];
  if (shape.format === 'email') return ['a@example.org', 'b@example.org'];
  if (shape.pattern?.includes('0-9a-f')) return ['00:50:56:aa:bb:cc', '00:50:56:00:00:01'];
  return ['par7s', 'th3s', 'other'].map((text) => text.slice(0, shape.max));
}

/** Type constraints as Terraform writes them: `"string"`, `["list","string"]`, `["object",{…},["optional"]]`. */
import { parseJson } from './json';
import type { TfType } from './types';

const TYPE_DEPTH_MAX = 100;

export function typeToJson(type: TfType): string {
  return JSON.stringify(wireType(type));
}

function wireType(type: TfType): unknown {
  if (typeof type === 'string') return type;
  if ('list' in type) return ['list', wireType(type.list)];
  if ('set' in type) return ['set', wireType(type.set)];
  if ('map' in type) return ['map', wireType(type.map)];
  if ('tuple' in type) return ['tuple', type.tuple.map(wireType)];
  // fromEntries defines keys, so a key named __proto__ stays one.
  const attributes = Object.fromEntries(Object.entries(type.object).map(([name, of]) => [name, wireType(of)]));
  return type.optional?.length ? ['object', attributes, type.optional] : ['object', attributes];
}

/** Undefined where the text is not a type. */
export function typeFromJson(json: string): TfType | undefined {
  try {
    return typeOf(parseJson(json), 0);
  } catch {
    return undefined;
  }
}

function typeOf(wire: unknown, depth: number): TfType | undefined {
  if (depth > TYPE_DEPTH_MAX) return undefined;
  if (wire === 'string' || wire === 'number' || wire === 'bool' || wire === 'dynamic') return wire;
  if (!Array.isArray(wire)) return undefined;
  const [kind, of, optional] = wire as readonly unknown[];
  switch (kind) {
    case 'list':
    case 'set':
    case 'map': {
      const element = typeOf(of, depth + 1);
      if (element === undefined) return undefined;
      if (kind === 'list') return { list: element };
      return kind === 'set' ? { set: element } : { map: element };
    }
    case 'tuple': {
      if (!Array.isArray(of)) return undefined;
      const elements = of.map((element) => typeOf(element, depth + 1));
      return elements.every((element) => element !== undefined) ? { tuple: elements } : undefined;
    }
    case 'object': {
      return objectType(of, optional, depth);
    }
    default:
      return undefined;
  }
}

function objectType(of: unknown, optional: unknown, depth: number): TfType | undefined {
  if (typeof of !== 'object' || of === null || Array.isArray(of)) return undefined;
  const object: Record<string, TfType> = Object.create(null);
  for (const [name, wire] of Object.entries(of)) {
    const type = typeOf(wire, depth + 1);
    if (type === undefined) return undefined;
    object[name] = type;
  }
  if (!Array.isArray(optional)) return { object };
  return optional.every((name) => typeof name === 'string') ? { object, optional } : undefined;
}

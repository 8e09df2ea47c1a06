import { enumerations, refusalCodes } from './enumerations.ts';
import { Malformed } from './errors.ts';
import type { Service } from './hosts.ts';
import { type Models, modelsOf, type ModelType } from './models.ts';

interface Place {
  readonly service: Service;
  readonly models: Models;
  readonly path: string;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongType(path: string): Malformed {
  return new Malformed(
    'InvalidParameter',
    `The value type of parameter \`${path}\` is not correct.`,
  );
}

function checkValue(value: unknown, type: ModelType, place: Place): void {
  switch (type.kind) {
    case 'string':
    case 'boolean':
      if (typeof value !== type.kind) throw wrongType(place.path);
      return;
    case 'number':
      // Every number of the requests we know is documented as Integer.
      if (!Number.isInteger(value)) throw wrongType(place.path);
      return;
    case 'array':
      if (!Array.isArray(value)) throw wrongType(place.path);
      value.forEach((element: unknown, index) =>
        checkValue(element, type.of, { ...place, path: `${place.path}.${index}` }),
      );
      return;
    case 'structure':
      checkStructure(value, type.name, place);
  }
}

function checkEnumeration(value: unknown, structure: string, name: string, place: Place): void {
  const allowed = enumerations[place.service]?.[structure]?.[name];
  if (allowed === undefined) return;
  for (const one of [value].flat()) {
    if (!allowed.some((each) => each === one)) {
      throw new Malformed(
        refusalCodes[place.service],
        `The value \`${String(one)}\` of parameter \`${place.path}\` is not one of ${allowed.join(', ')}.`,
      );
    }
  }
}

function checkStructure(value: unknown, name: string, place: Place): void {
  const structure = place.models.get(name);
  if (structure === undefined) throw new Error(`the typings lack ${place.service} ${name}`);
  if (!isObject(value)) throw wrongType(place.path);
  const below = (member: string) => (place.path === '' ? member : `${place.path}.${member}`);
  for (const [key, member] of Object.entries(value)) {
    const known = structure.get(key);
    if (known === undefined) {
      throw new Malformed('UnknownParameter', `The parameter \`${below(key)}\` is not recognized.`);
    }
    const at = { ...place, path: below(key) };
    checkValue(member, known.type, at);
    checkEnumeration(member, name, key, at);
  }
  for (const [key, { required }] of structure) {
    if (required && value[key] === undefined) {
      throw new Malformed(
        'MissingParameter',
        `The request is missing a required parameter \`${below(key)}\`.`,
      );
    }
  }
}

/** Throws unless the parameters are what the typings of this action's request say, at every depth. */
export function checkRequest(service: Service, action: string, params: unknown): void {
  checkStructure(params, `${action}Request`, { service, models: modelsOf(service), path: '' });
}

/** Throws unless the value is what the typings say a member of this structure is. */
export function checkMember(service: Service, type: ModelType, value: unknown, path: string): void {
  checkValue(value, type, { service, models: modelsOf(service), path });
}

function replyFlaw(
  value: unknown,
  type: ModelType,
  models: Models,
  path: string,
): string | undefined {
  // Any member of a reply may be null: "表示取不到有效值".
  if (value === null || value === undefined) return undefined;
  if (type.kind === 'array') {
    if (!Array.isArray(value)) return `${path} is no array`;
    return value
      .map((element: unknown) => replyFlaw(element, type.of, models, `${path}[]`))
      .find((flaw) => flaw !== undefined);
  }
  if (type.kind !== 'structure') {
    return typeof value === type.kind ? undefined : `${path} is no ${type.kind}`;
  }
  const structure = models.get(type.name);
  if (structure === undefined || !isObject(value)) return `${path} is no ${type.name}`;
  return Object.entries(value)
    .map(([key, member]) => {
      const known = structure.get(key);
      return known === undefined
        ? `${path}.${key} does not exist`
        : replyFlaw(member, known.type, models, `${path}.${key}`);
    })
    .find((flaw) => flaw !== undefined);
}

/** What in a reply is not as the typings say; a defect of the simulator. */
export function findReplyFlaw(
  service: Service,
  action: string,
  reply: unknown,
): string | undefined {
  const type = { kind: 'structure', name: `${action}Response` } as const;
  return replyFlaw(reply, type, modelsOf(service), action);
}

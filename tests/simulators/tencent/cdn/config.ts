import { type Models, modelsOf, type ModelType } from '../models.ts';

type Config = Record<string, unknown>;

const off = { Switch: 'off' };
const allTlsVersions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

/**
 * What a member becomes when its structure is written without it. The page of UpdateDomainConfig says
 * that omitted attributes take their defaults; those not listed here show as null.
 * https://www.tencentcloud.com/document/product/228/34018
 */
const defaults: Readonly<Record<string, Config>> = {
  Https: {
    Http2: 'off',
    OcspStapling: 'off',
    VerifyClient: 'off',
    Spdy: 'off',
    Hsts: { Switch: 'off', MaxAge: 0, IncludeSubDomains: 'off' },
    TlsVersion: allTlsVersions,
  },
  Hsts: { MaxAge: 0, IncludeSubDomains: 'off' },
  ForceRedirect: { RedirectType: 'http', RedirectStatusCode: 302, CarryHeaders: 'off' },
  Origin: {
    CosPrivateAccess: 'off',
    OriginPullProtocol: 'http',
    BackupOrigins: [],
    PathRules: [],
    PathBasedOrigin: [],
  },
  Compression: { CompressionRules: [] },
  Quic: off,
};

function isConfig(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value with every member of its structure: those left out take their defaults. */
function complete(value: unknown, type: ModelType, models: Models): unknown {
  if (type.kind === 'array') {
    return Array.isArray(value) ? value.map((each) => complete(each, type.of, models)) : value;
  }
  if (type.kind !== 'structure' || !isConfig(value)) return value;
  const members = models.get(type.name) ?? new Map();
  return Object.fromEntries(
    [...members].map(([name, member]) => [
      name,
      value[name] === undefined
        ? structuredClone(defaults[type.name]?.[name] ?? null)
        : complete(value[name], member.type, models),
    ]),
  );
}

/** What a top-level member holds after it was written with this value. */
export function replaced(member: string, value: unknown): unknown {
  const models = modelsOf('cdn');
  const type = models.get('UpdateDomainConfigRequest')?.get(member)?.type;
  if (type === undefined) throw new Error(`UpdateDomainConfig has no ${member}`);
  return complete(value, type, models);
}

/** The type at the end of a route such as `Origin.Origins`; undefined: there is none. */
export function typeAt(path: readonly string[]): ModelType | undefined {
  const models = modelsOf('cdn');
  let type: ModelType = { kind: 'structure', name: 'UpdateDomainConfigRequest' };
  for (const name of path) {
    const next: ModelType | undefined =
      type.kind === 'structure' ? models.get(type.name)?.get(name)?.type : undefined;
    if (next === undefined) return undefined;
    type = next;
  }
  return type;
}

/** A copy in which one leaf is another; the structures on the way are made when they are missing. */
export function withLeaf(config: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const base = isConfig(config) ? config : {};
  return { ...base, [name]: withLeaf(base[name], rest, value) };
}

import type { KeyType } from './identity.ts';

/** What a client says before any certificate is chosen. */
export interface ClientHello {
  /** Lower case; undefined without the server_name extension. */
  readonly servername: string | undefined;
  /** Key types whose signatures it can check, given its cipher suites and signature algorithms. */
  readonly keyTypes: ReadonlySet<KeyType>;
  readonly alpn: readonly string[];
}

const handshakeRecord = 22;
const clientHelloMessage = 1;
const extension = { serverName: 0, signatureAlgorithms: 13, alpn: 16, supportedVersions: 43 };
const tls13 = 0x0304;

/** TLS 1.2 suites that authenticate with ECDSA; every other suite without a 0x13 prefix is taken as RSA. */
const ecdsaSuites = new Set([
  0xc006, 0xc007, 0xc008, 0xc009, 0xc00a, 0xc023, 0xc024, 0xc02b, 0xc02c, 0xc072, 0xc073, 0xc086,
  0xc087, 0xc0ac, 0xc0ad, 0xc0ae, 0xc0af, 0xcca9, 0xc05c, 0xc05d,
]);
/** Not a suite: secure renegotiation and fallback signals. */
const signalling = new Set([0x00ff, 0x5600]);

/** Reads big-endian numbers and vectors; throws a RangeError past the end, as Buffer does. */
class Reader {
  readonly bytes: Buffer;
  at = 0;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
  get done(): boolean {
    return this.at >= this.bytes.length;
  }
  number(width: 1 | 2 | 3): number {
    const value = this.bytes.readUIntBE(this.at, width);
    this.at += width;
    return value;
  }
  take(length: number): Buffer {
    if (this.at + length > this.bytes.length) throw new RangeError('a vector runs past its end');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  vector(width: 1 | 2 | 3): Reader {
    return new Reader(this.take(this.number(width)));
  }
  numbers(): number[] {
    const values: number[] = [];
    while (!this.done) values.push(this.number(2));
    return values;
  }
}

/** The handshake message at the front of a byte stream, or how it fails to be there. */
function handshakeMessage(bytes: Buffer): Buffer | 'incomplete' | 'not-tls' {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 5 <= bytes.length) {
    if (bytes[at] !== handshakeRecord) return 'not-tls';
    const end = at + 5 + bytes.readUInt16BE(at + 3);
    if (end > bytes.length) break;
    parts.push(bytes.subarray(at + 5, end));
    const message = Buffer.concat(parts);
    if (message.length >= 4 && message.length >= 4 + message.readUIntBE(1, 3)) return message;
    at = end;
  }
  return bytes.length > 0 && bytes[0] !== handshakeRecord ? 'not-tls' : 'incomplete';
}

function keyTypesOf(suites: number[], algorithms: number[], versions: number[]): Set<KeyType> {
  const modern = versions.includes(tls13);
  const old = suites.filter((suite) => suite >> 8 !== 0x13 && !signalling.has(suite));
  // The low byte names the signature: 3 is ECDSA, 1 is RSA PKCS#1, and 0x0804 to 0x0806 are RSA-PSS.
  const ecdsa = algorithms.some((value) => (value & 0xff) === 3 && value >> 8 !== 8);
  // In TLS 1.3 PKCS#1 is for the signatures of CAs only: a server's own RSA key signs with PSS.
  // https://www.rfc-editor.org/rfc/rfc8446#section-4.2.3
  const pss = algorithms.some((value) => value >= 0x0804 && value <= 0x0806);
  const rsa = pss || (!modern && algorithms.some((value) => (value & 0xff) === 1));
  const types = new Set<KeyType>();
  if (ecdsa && (modern || old.some((suite) => ecdsaSuites.has(suite)))) types.add('ecdsa');
  if (rsa && (modern || old.some((suite) => !ecdsaSuites.has(suite)))) types.add('rsa');
  return types;
}

/** RFC 8446 section 4.1.2. `incomplete`: ask again with more bytes. */
export function parseClientHello(bytes: Buffer): ClientHello | 'incomplete' | 'not-tls' {
  const message = handshakeMessage(bytes);
  if (typeof message === 'string') return message;
  try {
    const reader = new Reader(message);
    if (reader.number(1) !== clientHelloMessage) return 'not-tls';
    const body = reader.vector(3);
    body.take(2 + 32);
    body.vector(1);
    const suites = body.vector(2).numbers();
    body.vector(1);
    const found = { servername: undefined as string | undefined, alpn: [] as string[] };
    let algorithms = [0x0201, 0x0203];
    let versions: number[] = [];
    const extensions = body.done ? body : body.vector(2);
    while (!extensions.done) {
      const type = extensions.number(2);
      const content = extensions.vector(2);
      if (type === extension.serverName) {
        const names = content.vector(2);
        while (!names.done) {
          const kind = names.number(1);
          const name = names.vector(2).bytes.toString('latin1');
          if (kind === 0) found.servername = name.toLowerCase();
        }
      } else if (type === extension.signatureAlgorithms) {
        algorithms = content.vector(2).numbers();
      } else if (type === extension.supportedVersions) {
        versions = content.vector(1).numbers();
      } else if (type === extension.alpn) {
        const protocols = content.vector(2);
        while (!protocols.done) found.alpn.push(protocols.vector(1).bytes.toString('latin1'));
      }
    }
    return { ...found, keyTypes: keyTypesOf(suites, algorithms, versions) };
  } catch (error) {
    if (error instanceof RangeError) return 'not-tls';
    throw error;
  }
}

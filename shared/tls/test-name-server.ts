import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { SocketAddress } from 'node:net';

/** What a name server holds: names and their addresses, of both families. */
export type Zone = Readonly<Record<string, readonly string[]>>;

/** A real name server for tests, over UDP on loopback. */
export interface TestNameServer extends AsyncDisposable {
  /** As `createDns` takes it. */
  readonly address: string;
  /** `www.example.com A`, in the order of the questions. */
  readonly asked: readonly string[];
}

const kinds: Readonly<Record<number, string>> = { 1: 'A', 28: 'AAAA' };
const noSuchName = 3;

/** `zone`: undefined for a name server that never answers. */
export async function serveNames(zone: Zone | undefined): Promise<TestNameServer> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, type, question } = readQuestion(query);
    asked.push(`${name} ${kinds[type] ?? type}`);
    if (zone !== undefined) socket.send(reply(query, question, zone[name], type), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** RFC 1035, 4.1.2: labels with their lengths, type, class; it follows the header of 12 bytes. */
function readQuestion(query: Buffer): { name: string; type: number; question: Buffer } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const name = labels.join('.').toLowerCase();
  return { name, type: query.readUInt16BE(at + 1), question: query.subarray(12, at + 5) };
}

function reply(
  query: Buffer,
  question: Buffer,
  held: readonly string[] | undefined,
  type: number,
): Buffer {
  const found = (held ?? []).filter((one) => (one.includes(':') ? 28 : 1) === type);
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x81_80 | (held === undefined ? noSuchName : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(found.length, 6);
  const records = found.map((address) => {
    const bytes = addressBytes(address);
    // The name is a pointer to the question's; class IN, kept for a minute.
    const head = [0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, bytes.length];
    return Buffer.from([...head, ...bytes]);
  });
  return Buffer.concat([header, question, ...records]);
}

function addressBytes(address: string): readonly number[] {
  if (!address.includes(':')) return address.split('.').map(Number);
  const { address: short } = new SocketAddress({ address, family: 'ipv6' });
  const [head = '', tail = ''] = short.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const zeros = 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array.from({ length: zeros }, () => '0'), ...groups(tail)];
  return all.flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

import { connect, type ConnectionOptions } from 'node:tls';

/** The SHA-256 of the leaf that a client sees, lower-case hex. Trusts anything: it only looks. */
export function servedLeaf(port: number, options: ConnectionOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options });
    socket.once('secureConnect', () => {
      const { fingerprint256 } = socket.getPeerCertificate();
      socket.end();
      resolve(fingerprint256.replaceAll(':', '').toLowerCase());
    });
    socket.once('error', reject);
  });
}

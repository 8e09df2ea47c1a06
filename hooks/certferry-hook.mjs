#!/usr/bin/env node
/* oxlint-disable node/no-process-env -- a hook is called with an environment */
// Tells a Certferry receiver of a certificate that was just issued or renewed: what certferry-hook.sh
// does, with an Ed25519 signature (the receiver then holds nothing that could sign) and with the private
// key sealed by age, so that only the deploy job can read it. Node 20 or newer; no package, except that
// sealing wants either the package "age-encryption" beside this file or the program "age".
//
// Called by certbot, lego 4 and 5, acme.sh, dehydrated, or by hand: certferry-hook.mjs fullchain.pem
// [privkey.pem]. Settings, from the environment or from lines NAME=value of the file that CERTFERRY_ENV
// names (/etc/certferry/hook.env where there is one):
//   CERTFERRY_URL             the receiver: https://certs.example.com
//   CERTFERRY_SIGNING_KEY     whsk_..., the private Ed25519 key; or
//   CERTFERRY_SECRET          whsec_..., a shared secret
//   CERTFERRY_SEND_KEY        1: the private key is sent too. 0 (default): only the certificate
//   CERTFERRY_AGE_RECIPIENTS  age1..., with blanks between: the private key is sealed to these
//   CERTFERRY_NAME            a name (a domain) for deployment files, in place of the certificate's own
// "certferry-hook.mjs new-key" prints a new pair of keys.
import { spawn } from 'node:child_process';
import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  X509Certificate,
} from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Ends the hook with words; `code` is one of sysexits.h. */
class Failure extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const names = ['URL', 'SIGNING_KEY', 'SECRET', 'SEND_KEY', 'AGE_RECIPIENTS', 'NAME'].map(
  (name) => `CERTFERRY_${name}`,
);

function readSettings(environment) {
  const given = environment.CERTFERRY_ENV;
  const path = given ?? '/etc/certferry/hook.env';
  const settings = {};
  if (existsSync(path)) {
    for (const line of readFileSync(path, 'utf8').split(/\r?\n/u)) {
      const at = line.indexOf('=');
      const name = line.slice(0, Math.max(at, 0)).trim();
      if (names.includes(name)) settings[name] = line.slice(at + 1).trim();
    }
  } else if (given !== undefined) {
    throw new Failure(78, `cannot read ${path}, which CERTFERRY_ENV names`);
  }
  for (const name of names) if (environment[name]) settings[name] = environment[name];
  return settings;
}

/** Where the files are; undefined: this call is none of ours. */
function findFiles(words, environment) {
  const [first, second, third, , fifth] = words;
  if (first === 'deploy_cert') return { chain: fifth, key: third };
  if (first !== undefined && existsSync(first)) return { chain: first, key: second };
  // dehydrated calls its hook for other events too, and with words that nobody knows, to see it cope.
  if (first !== undefined) return undefined;
  const {
    RENEWED_LINEAGE: lineage,
    LEGO_CERT_PATH: lego4,
    LEGO_HOOK_CERT_PATH: lego5,
  } = environment;
  if (lineage) return { chain: join(lineage, 'fullchain.pem'), key: join(lineage, 'privkey.pem') };
  if (lego5) {
    const { LEGO_HOOK_CERT_KEY_PATH: key, LEGO_HOOK_ISSUER_CERT_PATH: issuer } = environment;
    return { chain: lego5, key, issuer };
  }
  if (lego4) {
    const issuer = lego4.replace(/(?:\.crt)?$/u, '.issuer.crt');
    return { chain: lego4, key: environment.LEGO_CERT_KEY_PATH, issuer };
  }
  const { CERT_FULLCHAIN_PATH: chain, CERT_KEY_PATH: key } = environment;
  if (chain) return { chain, key };
  throw new Failure(
    64,
    'called by no ACME client that it knows; give it a file: certferry-hook.mjs fullchain.pem [privkey.pem]',
  );
}

function read(path, what) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Failure(66, `cannot read ${what} ${path}`);
  }
}

function blocks(text, label) {
  const pattern = new RegExp(`-----BEGIN ${label}-----[^-]*-----END ${label}-----`, 'gu');
  return (text.match(pattern) ?? []).map((block) => `${block.replaceAll('\r', '')}\n`);
}

function readChain({ chain, issuer }) {
  const certificates = blocks(read(chain, 'the certificate'), 'CERTIFICATE');
  if (certificates.length === 0) throw new Failure(65, `${chain} holds no certificate`);
  if (certificates.length === 1 && issuer && existsSync(issuer)) {
    certificates.push(...blocks(readFileSync(issuer, 'utf8'), 'CERTIFICATE'));
  }
  try {
    const { raw } = new X509Certificate(certificates[0]);
    return {
      pem: certificates.join(''),
      fingerprint: createHash('sha256').update(raw).digest('hex'),
    };
  } catch {
    throw new Failure(65, `${chain} does not begin with a readable certificate`);
  }
}

/** PEM without passphrase, as PKCS#8. */
function readKey(path) {
  try {
    return createPrivateKey(read(path ?? '', 'the private key'))
      .export({ type: 'pkcs8', format: 'pem' })
      .toString();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(65, `${path} holds no private key that is readable without a passphrase`);
  }
}

async function seal(pem, recipients) {
  let age;
  try {
    age = await import('age-encryption');
  } catch {
    return await sealByProgram(pem, recipients);
  }
  const encrypter = new age.Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return age.armor.encode(await encrypter.encrypt(pem));
}

/** The key goes in by standard input; only public recipients stand on the command line. */
function sealByProgram(pem, recipients) {
  return new Promise((resolve, reject) => {
    const words = ['--encrypt', '--armor', ...recipients.flatMap((one) => ['--recipient', one])];
    const age = spawn('age', words, { stdio: ['pipe', 'pipe', 'inherit'] });
    let sealed = '';
    age.stdout.setEncoding('utf8').on('data', (text) => {
      sealed += text;
    });
    age.on('error', () => {
      reject(
        new Failure(
          69,
          'sealing needs the program "age", or the package "age-encryption" beside this file',
        ),
      );
    });
    age.on('close', (code) => {
      if (code === 0) resolve(sealed);
      else reject(new Failure(70, 'age could not seal the private key'));
    });
    age.stdin.on('error', () => {});
    age.stdin.end(pem);
  });
}

const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Signs as Standard Webhooks 1.0.0 says: `v1a` with Ed25519, `v1` with HMAC-SHA256. */
function createSigner({ CERTFERRY_SIGNING_KEY: privateKey, CERTFERRY_SECRET: secret }) {
  const bytes = (text, prefix) => Buffer.from(text.slice(prefix.length), 'base64');
  if (privateKey?.startsWith('whsk_') && bytes(privateKey, 'whsk_').length === 32) {
    const der = Buffer.concat([pkcs8Prefix, bytes(privateKey, 'whsk_')]);
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    return (content) => `v1a,${sign(null, content, key).toString('base64')}`;
  }
  if (secret?.startsWith('whsec_') && bytes(secret, 'whsec_').length >= 24) {
    const key = bytes(secret, 'whsec_');
    return (content) => `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  }
  throw new Failure(
    78,
    'set CERTFERRY_SIGNING_KEY (whsk_ and 32 bytes in base64) or CERTFERRY_SECRET (whsec_ and 24 bytes or more)',
  );
}

function readAddress(text) {
  const url = URL.parse?.(text ?? '') ?? (URL.canParse(text ?? '') ? new URL(text) : null);
  const isNear = /^(?:127(?:\.\d+){3}|localhost|\[::1\])$/u.test(url?.hostname ?? '');
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && isNear)) {
    throw new Failure(
      78,
      'CERTFERRY_URL must be an https:// address (http:// only for this machine)',
    );
  }
  return `${text.replace(/\/+$/u, '')}/webhooks/issuance`;
}

const waitsMs = [0, 1000, 2000, 4000, 8000, 16_000];

/** Again where the receiver is away or busy; each attempt with its own time and signature. */
async function deliver(url, { id, body }, signer) {
  let last = '';
  for (const waitMs of waitsMs) {
    await delay(waitMs);
    const timestamp = String(Math.floor(Date.now() / 1000));
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signer(Buffer.from(`${id}.${timestamp}.${body}`)),
    };
    let response;
    try {
      const signal = AbortSignal.timeout(20_000);
      response = await fetch(url, { method: 'POST', redirect: 'error', headers, body, signal });
    } catch (error) {
      last = `it could not be reached (${error.cause?.code ?? error.name})`;
      continue;
    }
    const text = (await response.text()).slice(0, 2000);
    if (response.ok) return;
    last = `it answered ${response.status}: ${text}`;
    if (![408, 429, 500, 502, 503, 504].includes(response.status)) break;
  }
  throw new Failure(last.startsWith('it could') ? 75 : 1, `the receiver did not take it: ${last}`);
}

function newKey() {
  const { privateKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
  const raw = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  process.stdout.write(
    `CERTFERRY_SIGNING_KEY=whsk_${seed.toString('base64')}\npublic, for the source: whpk_${raw.toString('base64')}\n`,
  );
}

async function main(words, environment) {
  if (words[0] === 'new-key') return newKey();
  const files = findFiles(words, environment);
  if (files === undefined) return undefined;
  const settings = readSettings(environment);
  const url = readAddress(settings.CERTFERRY_URL);
  const signer = createSigner(settings);
  const { pem, fingerprint } = readChain(files);
  const data = { chain_pem: pem };
  if (settings.CERTFERRY_NAME) data.lineage = settings.CERTFERRY_NAME;
  let id = `msg_${fingerprint}`;
  if (settings.CERTFERRY_SEND_KEY === '1') {
    const key = readKey(files.key);
    const recipients = (settings.CERTFERRY_AGE_RECIPIENTS ?? '').split(/[\s,]+/u).filter(Boolean);
    if (recipients.length === 0) data.private_key_pem = key;
    else data.private_key_age = await seal(key, recipients);
    // What is sealed looks different each time, and one id stands for one body.
    id +=
      recipients.length === 0
        ? '_key'
        : `_${createHash('sha256').update(data.private_key_age).digest('hex').slice(0, 16)}`;
  }
  const { validFromDate, validFrom } = new X509Certificate(pem);
  const timestamp = (validFromDate ?? new Date(validFrom)).toISOString();
  const body = JSON.stringify({ type: 'certificate.issued', timestamp, data });
  return await deliver(url, { id, body }, signer);
}

try {
  await main(process.argv.slice(2), process.env);
} catch (error) {
  const isOurs = error instanceof Failure;
  process.stderr.write(`certferry-hook: ${isOurs ? error.message : `failed: ${error.name}`}\n`);
  process.exitCode = isOurs ? error.code : 70;
}

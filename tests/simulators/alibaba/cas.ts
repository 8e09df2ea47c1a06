import { X509Certificate } from 'node:crypto';

export type Query = Readonly<Record<string, string>>;

/** A certificate of the account. */
export interface CasCertificate {
  readonly id: number;
  readonly name: string;
  /** PEM, leaf first; null for one with the algorithm SM2, which comes in other fields. */
  readonly chain: string | null;
  readonly key: string | null;
  readonly upload: boolean;
  readonly resourceGroup?: string;
  readonly status?: 'ISSUED' | 'WILLEXPIRED' | 'EXPIRED';
}

export class NotInList extends Error {}
/** A parameter that is not documented, or has a value that is not. */
export class WrongParameter extends Error {}

function allow(query: Query, names: readonly string[]): void {
  for (const name of Object.keys(query)) {
    if (!names.includes(name)) throw new WrongParameter(`unknown parameter ${name}`);
  }
}

function whole(query: Query, name: string, otherwise: number): number {
  const text = query[name];
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d{0,9}$/u.test(text)) throw new WrongParameter(`${name} is no number`);
  return Number(text);
}

const day = (text: Date) => text.toISOString().slice(0, 10);

/** Pages of certificates, or of orders, by `OrderType`; valid ones unless `Status` says otherwise. */
export function list(query: Query, held: readonly CasCertificate[]): unknown {
  allow(query, ['OrderType', 'Status', 'Keyword', 'CurrentPage', 'ShowSize', 'ResourceGroupId']);
  const type = query['OrderType'] ?? 'CPACK';
  const size = whole(query, 'ShowSize', 50);
  const page = whole(query, 'CurrentPage', 1);
  if (!['CPACK', 'BUY', 'UPLOAD', 'CERT'].includes(type)) throw new WrongParameter('OrderType');
  if (size > 50) throw new WrongParameter('ShowSize is at most 50');
  const { Status: status, ResourceGroupId: group } = query;
  const found = held.filter(
    (one) =>
      (type === 'CERT' || (type === 'UPLOAD' && one.upload)) &&
      (status === undefined ? one.status !== 'EXPIRED' : (one.status ?? 'ISSUED') === status) &&
      (group === undefined || one.resourceGroup === group),
  );
  return {
    CurrentPage: page,
    ShowSize: size,
    TotalCount: found.length,
    CertificateOrderList: found.slice((page - 1) * size, page * size).map((one) => ({
      CertificateId: one.id,
      InstanceId: `cas-${one.id}`,
      Name: one.name,
      Upload: one.upload,
      Expired: one.status === 'EXPIRED',
      ...(one.resourceGroup === undefined ? {} : { ResourceGroupId: one.resourceGroup }),
      ...facts(one),
    })),
  };
}

function facts({ chain }: CasCertificate): object {
  if (chain === null) return {};
  const certificate = new X509Certificate(chain);
  const plain = (hex: string) => hex.replaceAll(':', '');
  return {
    CommonName: /^CN=(.*)$/mu.exec(certificate.subject)?.[1],
    Issuer: /^CN=(.*)$/mu.exec(certificate.issuer)?.[1],
    Sans: certificate.subjectAltName?.replaceAll(/DNS:|\s/gu, ''),
    SerialNo: certificate.serialNumber.toLowerCase(),
    Fingerprint: plain(certificate.fingerprint),
    Sha2: plain(certificate.fingerprint256),
    StartDate: day(certificate.validFromDate),
    EndDate: day(certificate.validToDate),
  };
}

/** One certificate; with `CertFilter` true without chain and key. */
export function detail(query: Query, held: readonly CasCertificate[]): unknown {
  allow(query, ['CertId', 'CertFilter']);
  const id = whole(query, 'CertId', 0);
  if (id === 0) throw new WrongParameter('CertId is mandatory');
  const found = held.find((one) => one.id === id);
  if (found === undefined) throw new NotInList('The certificate does not exist.');
  const isFiltered = query['CertFilter'] === 'true';
  const { chain, key } = found;
  return {
    Id: id,
    Name: found.name,
    BuyInAliyun: !found.upload,
    CertIdentifier: `${id}-cn-hangzhou`,
    ...facts(found),
    ...(isFiltered || chain === null ? {} : { Cert: chain }),
    ...(isFiltered || key === null ? {} : { Key: key }),
  };
}

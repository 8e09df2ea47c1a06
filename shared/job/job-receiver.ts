import type { CertificateType, Prices } from '../core/model.ts';
import type { Secret } from '../core/secret.ts';
import type { Call } from '../providers/provider.ts';

/** A certificate that a receiver keeps. */
export interface KeptCertificate {
  readonly type: CertificateType;
  /** PEM, leaf first. */
  readonly chain: string;
  /** PEM; null where it is sealed, or where the receiver never had it. */
  readonly key: Secret | null;
  /** age, armored: holds the key's PEM, for the job's own identity. */
  readonly sealedKey: string | null;
}

/** What a job asks of the receiver that the deployment file names. All reject with a `DeployError`. */
export interface JobReceiver {
  /**
   * The newest valid certificate of that name. `withKey` is for runs that deploy: a preview runs words
   * of a pull request and never sees a key. Rejects with `RESOURCE_GONE` where there is none.
   */
  certificate(
    name: string,
    options: { readonly withKey: boolean },
    call: Call,
  ): Promise<KeptCertificate>;
  /** Takes nothing. */
  prices(fingerprints: readonly string[], call: Call): Promise<Prices>;
}

import { z } from 'zod';

// Only the fields that are read, and only as much as is believed of them. Almost any member of a
// reply may be null, "when no valid value is obtained".

const text = z.string().nullish();
const flag = z.number().nullish();
const texts = z.array(z.string()).nullish();
/** A list that is there and empty may come as null. */
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullable()
    .transform((items) => items ?? []);

export const Uploaded = z.object({ CertificateId: text, RepeatCertId: text });
export const Existing = z.object({ RepeatCertId: text });
export const CertificateDetail = z.object({
  CertificateId: z.string(),
  CertificatePublicKey: text,
});
export const ListedCertificate = z.object({
  CertificateId: z.string(),
  Domain: text,
  SubjectAltName: texts,
  CertSANs: texts,
  CertBeginTime: text,
  CertEndTime: text,
  EncryptAlgorithm: text,
  Alias: text,
  From: text,
  InsertTime: text,
  Tags: z.array(z.object({ TagKey: z.string(), TagValue: text })).nullish(),
});
export type ListedCertificate = z.infer<typeof ListedCertificate>;
export const CertificateList = z.object({ Certificates: list(ListedCertificate) });
export const CertificatePage = CertificateList.extend({ TotalCount: z.number() });

/** Task ids are documented as text, and have been seen as numbers elsewhere. */
const taskId = z.union([z.string().min(1), z.number().transform(String)]);
export const UseTasks = z.object({
  CertTaskIds: z.array(z.object({ CertId: z.string(), TaskId: taskId })),
});
/** Besides these: one list for each type of resource. */
export const UseReport = z.looseObject({ Status: z.number() });
export type UseReport = z.infer<typeof UseReport>;
export const Deletion = z.object({ DeleteResult: z.boolean().nullish(), TaskId: taskId.nullish() });
export const DeletionTasks = z.object({
  DeleteTaskResult: z.array(z.object({ TaskId: taskId, Status: z.number(), Error: text })),
});

export const Regions = z.object({
  RegionSet: z.array(z.object({ Region: z.string(), RegionState: text })),
});

const Https = z.looseObject({
  Switch: text,
  SslStatus: text,
  VerifyClient: text,
  CertInfo: z.looseObject({ CertId: text, Certificate: text }).nullish(),
  ClientCertInfo: z.looseObject({ Certificate: text }).nullish(),
});
export type Https = z.infer<typeof Https>;
/** The whole record: whatever it holds is compared after a change. */
export const CdnDomain = z.looseObject({
  Domain: z.string(),
  Cname: text,
  Status: text,
  Disable: text,
  Readonly: text,
  Area: text,
  Https: Https.nullish(),
  HttpsBilling: z.object({ Switch: text }).nullish(),
  SpecificConfig: z
    .object({
      Mainland: z.object({ Https: Https.nullish() }).nullish(),
      Overseas: z.object({ Https: Https.nullish() }).nullish(),
    })
    .nullish(),
});
export type CdnDomain = z.infer<typeof CdnDomain>;
export const CdnDomains = z.object({ Domains: list(CdnDomain), TotalNumber: z.number() });

export const ClbLoadBalancer = z.object({
  LoadBalancerId: z.string(),
  LoadBalancerName: text,
  LoadBalancerType: text,
  Forward: flag,
  LoadBalancerVips: texts,
  AddressIPv6: text,
  LoadBalancerDomain: text,
  Domain: text,
  Status: flag,
  Isolation: flag,
  IsBlock: z.boolean().nullish(),
});
export type ClbLoadBalancer = z.infer<typeof ClbLoadBalancer>;
export const ClbLoadBalancers = z.object({
  LoadBalancerSet: list(ClbLoadBalancer),
  TotalCount: z.number(),
});

const ClbCertificate = z.looseObject({
  SSLMode: text,
  SSLVerifyClient: text,
  CertId: text,
  CertCaId: text,
  ExtCertIds: texts,
});
export type ClbCertificate = z.infer<typeof ClbCertificate>;
const ClbRule = z.looseObject({
  LocationId: z.string(),
  Domain: text,
  Domains: texts,
  Certificate: ClbCertificate.nullish(),
});
export type ClbRule = z.infer<typeof ClbRule>;
export const ClbListener = z.looseObject({
  ListenerId: z.string(),
  ListenerName: text,
  Protocol: z.string(),
  Port: z.number(),
  SniSwitch: flag,
  Certificate: ClbCertificate.nullish(),
  Rules: z.array(ClbRule).nullish(),
});
export type ClbListener = z.infer<typeof ClbListener>;
export const ClbListeners = z.object({ Listeners: list(ClbListener) });
/** The id of the request is the id of the task that carries it out. */
export const ClbTask = z.object({ RequestId: z.string() });
export const ClbTaskStatus = z.object({ Status: z.number(), Message: text });

export const ClbProtections = z.object({
  LoadBalancerSet: list(
    z.object({
      LoadBalancerId: z.string(),
      ProtectState: z.boolean().nullish(),
      Description: text,
    }),
  ),
});

const WafListener = z.object({ LoadBalancerId: text, ListenerId: text });
export const WafDomain = z.object({
  Domain: z.string(),
  DomainId: z.string(),
  InstanceId: z.string(),
  Edition: z.string(),
  LoadBalancerSet: z.array(WafListener).nullish(),
});
export type WafDomain = z.infer<typeof WafDomain>;
export const WafDomains = z.object({ Domains: list(WafDomain), Total: z.number() });

const WafPort = z.looseObject({ Port: z.string(), Protocol: z.string() });
/** The whole record: it is written back as a whole, and compared after a change. */
export const WafRecord = z.looseObject({
  Domain: z.string(),
  DomainId: z.string(),
  InstanceId: z.string(),
  CertType: z.number(),
  SSLId: text,
  Cert: text,
  GmType: flag,
  GmCertType: flag,
  State: flag,
  Cname: text,
  Ports: list(WafPort),
});
export type WafRecord = z.infer<typeof WafRecord>;
export const WafDetail = z.object({ DomainsPartInfo: WafRecord });

/** Of a write whose answer holds nothing else; without it, it is none. */
export const Done = z.object({ RequestId: z.string() });

import { z } from 'zod';

// Only the fields that are read, and only as much as is believed of them.

export const AcmCertificate = z.object({ Certificate: z.string() });
export const AcmImport = z.object({ CertificateArn: z.string() });
export const AcmDetail = z.object({
  Certificate: z.object({ Status: z.string(), ManagedBy: z.string().optional() }),
});
/** What clean-up asks. */
export const AcmUse = z.object({
  Certificate: z.object({
    Type: z.string(),
    CreatedAt: z.date().optional(),
    ImportedAt: z.date().optional(),
    InUseBy: z.array(z.string()).optional(),
  }),
});
export const AcmTags = z.object({
  Tags: z.array(z.object({ Key: z.string(), Value: z.string().optional() })).optional(),
});
export const AcmSearch = z.object({
  NextToken: z.string().optional(),
  Results: z.array(
    z.object({
      CertificateArn: z.string(),
      CertificateMetadata: z
        .object({ AcmCertificateMetadata: z.object({ Status: z.string() }).optional() })
        .optional(),
    }),
  ),
});
export const AcmList = z.object({
  NextToken: z.string().optional(),
  CertificateSummaryList: z.array(
    z.object({
      CertificateArn: z.string(),
      Type: z.string().optional(),
      NotAfter: z.date().optional(),
    }),
  ),
});

export const IamSummary = z.object({
  SummaryMap: z.object({
    ServerCertificates: z.number(),
    ServerCertificatesQuota: z.number(),
  }),
});
export const IamUpload = z.object({
  ServerCertificateMetadata: z.object({ ServerCertificateId: z.string(), Arn: z.string() }),
});
export const IamCertificate = z.object({
  ServerCertificate: z.object({
    CertificateBody: z.string(),
    ServerCertificateMetadata: z.object({ ServerCertificateId: z.string(), Arn: z.string() }),
  }),
});
/** What clean-up asks. */
export const IamObject = z.object({
  ServerCertificate: z.object({
    CertificateBody: z.string(),
    ServerCertificateMetadata: z.object({
      ServerCertificateId: z.string(),
      Arn: z.string(),
      UploadDate: z.date().optional(),
    }),
    Tags: z.array(z.object({ Key: z.string(), Value: z.string().optional() })).optional(),
  }),
});
export const IamList = z.object({
  IsTruncated: z.boolean().optional(),
  Marker: z.string().optional(),
  ServerCertificateMetadataList: z.array(
    z.object({
      ServerCertificateName: z.string(),
      ServerCertificateId: z.string(),
      Arn: z.string(),
      Expiration: z.date().optional(),
    }),
  ),
});

const Certificates = z
  .object({
    ACMCertificateArn: z.string(),
    IAMCertificateId: z.string(),
    SSLSupportMethod: z.string(),
  })
  .partial();
/** CloudFront leaves `Items` out of empty lists. */
const Items = z.object({ Items: z.array(z.string()).optional() });

export const CloudFrontDistributions = z.object({
  DistributionList: z.object({
    IsTruncated: z.boolean(),
    NextMarker: z.string().optional(),
    Items: z
      .array(
        z.object({
          Id: z.string(),
          ARN: z.string(),
          DomainName: z.string(),
          Aliases: Items.optional(),
          Enabled: z.boolean(),
          Staging: z.boolean().optional(),
          ConnectionMode: z.string().optional(),
          ViewerCertificate: Certificates.optional(),
          AliasICPRecordals: z
            .array(
              z.object({ CNAME: z.string().optional(), ICPRecordalStatus: z.string().optional() }),
            )
            .optional(),
        }),
      )
      .optional(),
  }),
});
export type CloudFrontDistributions = z.infer<typeof CloudFrontDistributions>;
export type DistributionSummary = NonNullable<
  z.infer<typeof CloudFrontDistributions>['DistributionList']['Items']
>[number];

export const CloudFrontStatus = z.object({ Distribution: z.object({ Status: z.string() }) });
export const CloudFrontConfig = z.object({ xml: z.string().min(1), ETag: z.string().min(1) });
export const CloudFrontUpdate = z.object({ ETag: z.string() });

const TenantDomains = z.array(z.object({ Domain: z.string(), Status: z.string().optional() }));
const Customizations = z.object({
  Certificate: z.object({ Arn: z.string() }).optional(),
  WebAcl: z
    .object({ Action: z.enum(['override', 'disable']), Arn: z.string().optional() })
    .optional(),
  GeoRestrictions: z
    .object({
      RestrictionType: z.enum(['blacklist', 'whitelist', 'none']),
      Locations: z.array(z.string()).optional(),
    })
    .optional(),
});

export const CloudFrontTenants = z.object({
  NextMarker: z.string().optional(),
  DistributionTenantList: z
    .array(
      z.object({
        Id: z.string(),
        DistributionId: z.string(),
        Name: z.string(),
        Domains: TenantDomains,
        Customizations: Customizations.optional(),
        Enabled: z.boolean().optional(),
      }),
    )
    .optional(),
});
export type TenantSummary = NonNullable<
  z.infer<typeof CloudFrontTenants>['DistributionTenantList']
>[number];

export const CloudFrontTenant = z.object({
  xml: z.string(),
  ETag: z.string().min(1),
  DistributionTenant: z.object({
    Id: z.string(),
    DistributionId: z.string(),
    Domains: TenantDomains,
    Customizations: Customizations.optional(),
    Parameters: z.array(z.object({ Name: z.string(), Value: z.string() })).optional(),
    ConnectionGroupId: z.string().optional(),
    Enabled: z.boolean().optional(),
    Status: z.string(),
  }),
});
export type Tenant = z.infer<typeof CloudFrontTenant>;

/** Names and numbers, as `DescribeAccountLimits` gives them; what is no number is not believed. */
export const ElbLimits = z.object({
  Limits: z.array(
    z.object({
      Name: z.string(),
      Max: z
        .string()
        .regex(/^\d{1,9}$/u)
        .transform(Number),
    }),
  ),
});

export const ElbLoadBalancers = z.object({
  NextMarker: z.string().optional(),
  LoadBalancers: z.array(
    z.object({
      LoadBalancerArn: z.string(),
      LoadBalancerName: z.string(),
      DNSName: z.string(),
      Type: z.string(),
      Scheme: z.string().optional(),
      State: z.object({ Code: z.string() }).optional(),
    }),
  ),
});
export type ElbLoadBalancers = z.infer<typeof ElbLoadBalancers>;
export type ElbLoadBalancer = ElbLoadBalancers['LoadBalancers'][number];

export const ElbListeners = z.object({
  NextMarker: z.string().optional(),
  Listeners: z.array(
    z.object({
      ListenerArn: z.string(),
      LoadBalancerArn: z.string(),
      Port: z.number(),
      Protocol: z.string(),
      SslPolicy: z.string().optional(),
      AlpnPolicy: z.array(z.string()).optional(),
      // Compared as a whole, whatever is in it.
      MutualAuthentication: z.unknown().optional(),
      DefaultActions: z.unknown().optional(),
    }),
  ),
});
export type ElbListeners = z.infer<typeof ElbListeners>;
export type ElbListener = ElbListeners['Listeners'][number];

export const ElbCertificates = z.object({
  NextMarker: z.string().optional(),
  Certificates: z.array(
    z.object({ CertificateArn: z.string(), IsDefault: z.boolean().optional() }),
  ),
});

const Patterns = z.object({
  Values: z.array(z.string()).optional(),
  RegexValues: z.array(z.string()).optional(),
});
export const ElbRules = z.object({
  NextMarker: z.string().optional(),
  Rules: z.array(
    z.object({
      Conditions: z
        .array(
          Patterns.extend({ Field: z.string().optional(), HostHeaderConfig: Patterns.optional() }),
        )
        .optional(),
    }),
  ),
});
export type ElbRule = z.infer<typeof ElbRules>['Rules'][number];

const Tags = z.array(z.object({ Key: z.string(), Value: z.string().optional() })).optional();
export const ElbTags = z.object({
  TagDescriptions: z.array(z.object({ ResourceArn: z.string(), Tags })),
});
/** Adding and removing answer with nothing that is read. */
export const Done = z.object({});

export const ClassicLoadBalancers = z.object({
  NextMarker: z.string().optional(),
  LoadBalancerDescriptions: z.array(
    z.object({
      LoadBalancerName: z.string(),
      DNSName: z.string(),
      Scheme: z.string().optional(),
      ListenerDescriptions: z.array(
        z.object({
          PolicyNames: z.array(z.string()).optional(),
          Listener: z.object({
            Protocol: z.string(),
            LoadBalancerPort: z.number(),
            InstanceProtocol: z.string().optional(),
            InstancePort: z.number().optional(),
            SSLCertificateId: z.string().optional(),
          }),
        }),
      ),
    }),
  ),
});
export type ClassicLoadBalancers = z.infer<typeof ClassicLoadBalancers>;
export type ClassicLoadBalancer = ClassicLoadBalancers['LoadBalancerDescriptions'][number];

export const ClassicTags = z.object({
  TagDescriptions: z.array(z.object({ LoadBalancerName: z.string(), Tags })),
});

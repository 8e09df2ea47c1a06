export const id = 216;
export const ids = [216];
export const modules = {

/***/ 8216:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   serverCertificateRoom: () => (/* binding */ serverCertificateRoom)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(16764);
/* harmony import */ var _aside_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(56589);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(92416);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3988);




/**
 * How many server certificates the account keeps in IAM, and how many it may: 20 unless raised.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
 */
async function serverCertificateRoom(login, call) {
    const client = login.client(_aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_3__/* .IAMClient */ .h8v, login.partition.iamRegion);
    const ask = (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .createAsk */ .cY)(login.caller({ concurrency: 1, perSecond: 5 }));
    const { SummaryMap } = await ask('iam:GetAccountSummary', 'reading how many server certificates IAM holds', _schema_js__WEBPACK_IMPORTED_MODULE_2__/* .IamSummary */ .oe, (options) => client.send(new _aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_3__/* .GetAccountSummaryCommand */ .zod({}), options), call, { final: _aside_js__WEBPACK_IMPORTED_MODULE_0__/* .askedOnce */ .m });
    return { used: SummaryMap.ServerCertificates, limit: SummaryMap.ServerCertificatesQuota };
}


/***/ }),

/***/ 3988:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BH: () => (/* binding */ CloudFrontConfig),
/* harmony export */   Dg: () => (/* binding */ IamUpload),
/* harmony export */   H0: () => (/* binding */ AcmUse),
/* harmony export */   RG: () => (/* binding */ AcmTags),
/* harmony export */   RS: () => (/* binding */ Done),
/* harmony export */   S6: () => (/* binding */ CloudFrontUpdate),
/* harmony export */   Tb: () => (/* binding */ IamCertificate),
/* harmony export */   X7: () => (/* binding */ CloudFrontTenant),
/* harmony export */   XW: () => (/* binding */ ElbTags),
/* harmony export */   _u: () => (/* binding */ CloudFrontDistributions),
/* harmony export */   aX: () => (/* binding */ IamList),
/* harmony export */   cG: () => (/* binding */ ElbLimits),
/* harmony export */   ci: () => (/* binding */ CloudFrontTenants),
/* harmony export */   e9: () => (/* binding */ ClassicTags),
/* harmony export */   fO: () => (/* binding */ AcmCertificate),
/* harmony export */   h0: () => (/* binding */ IamObject),
/* harmony export */   iZ: () => (/* binding */ ClassicLoadBalancers),
/* harmony export */   kM: () => (/* binding */ ElbCertificates),
/* harmony export */   nl: () => (/* binding */ ElbLoadBalancers),
/* harmony export */   no: () => (/* binding */ CloudFrontStatus),
/* harmony export */   oe: () => (/* binding */ IamSummary),
/* harmony export */   p0: () => (/* binding */ AcmImport),
/* harmony export */   rn: () => (/* binding */ ElbRules),
/* harmony export */   sj: () => (/* binding */ AcmList),
/* harmony export */   tW: () => (/* binding */ AcmDetail),
/* harmony export */   xL: () => (/* binding */ ElbListeners),
/* harmony export */   yQ: () => (/* binding */ AcmSearch)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(92857);

// Only the fields that are read, and only as much as is believed of them.
const AcmCertificate = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Certificate: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() });
const AcmImport = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ CertificateArn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() });
const AcmDetail = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    Certificate: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Status: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), ManagedBy: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional() }),
});
/** What clean-up asks. */
const AcmUse = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    Certificate: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        Type: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        CreatedAt: zod__WEBPACK_IMPORTED_MODULE_0__/* .date */ .p6U().optional(),
        ImportedAt: zod__WEBPACK_IMPORTED_MODULE_0__/* .date */ .p6U().optional(),
        InUseBy: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).optional(),
    }),
});
const AcmTags = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    Tags: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Key: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), Value: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional() })).optional(),
});
const AcmSearch = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    NextToken: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    Results: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        CertificateArn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        CertificateMetadata: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ AcmCertificateMetadata: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Status: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }).optional() })
            .optional(),
    })),
});
const AcmList = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    NextToken: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    CertificateSummaryList: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        CertificateArn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Type: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        NotAfter: zod__WEBPACK_IMPORTED_MODULE_0__/* .date */ .p6U().optional(),
    })),
});
const IamSummary = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    SummaryMap: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        ServerCertificates: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(),
        ServerCertificatesQuota: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(),
    }),
});
const IamUpload = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    ServerCertificateMetadata: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ ServerCertificateId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), Arn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }),
});
const IamCertificate = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    ServerCertificate: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        CertificateBody: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        ServerCertificateMetadata: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ ServerCertificateId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), Arn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }),
    }),
});
/** What clean-up asks. */
const IamObject = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    ServerCertificate: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        CertificateBody: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        ServerCertificateMetadata: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
            ServerCertificateId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
            Arn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
            UploadDate: zod__WEBPACK_IMPORTED_MODULE_0__/* .date */ .p6U().optional(),
        }),
        Tags: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Key: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), Value: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional() })).optional(),
    }),
});
const IamList = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    IsTruncated: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().optional(),
    Marker: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    ServerCertificateMetadataList: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        ServerCertificateName: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        ServerCertificateId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Arn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Expiration: zod__WEBPACK_IMPORTED_MODULE_0__/* .date */ .p6U().optional(),
    })),
});
const Certificates = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    ACMCertificateArn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    IAMCertificateId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    SSLSupportMethod: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
})
    .partial();
/** CloudFront leaves `Items` out of empty lists. */
const Items = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Items: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).optional() });
const CloudFrontDistributions = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    DistributionList: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        IsTruncated: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY(),
        NextMarker: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        Items: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
            Id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
            ARN: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
            DomainName: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
            Aliases: Items.optional(),
            Enabled: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY(),
            Staging: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().optional(),
            ConnectionMode: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
            ViewerCertificate: Certificates.optional(),
            AliasICPRecordals: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ CNAME: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(), ICPRecordalStatus: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional() }))
                .optional(),
        }))
            .optional(),
    }),
});
const CloudFrontStatus = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Distribution: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Status: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }) });
const CloudFrontConfig = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ xml: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1), ETag: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1) });
const CloudFrontUpdate = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ ETag: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() });
const TenantDomains = zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Domain: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), Status: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional() }));
const Customizations = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    Certificate: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Arn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }).optional(),
    WebAcl: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Action: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['override', 'disable']), Arn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional() })
        .optional(),
    GeoRestrictions: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        RestrictionType: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['blacklist', 'whitelist', 'none']),
        Locations: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).optional(),
    })
        .optional(),
});
const CloudFrontTenants = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    NextMarker: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    DistributionTenantList: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        Id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        DistributionId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Name: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Domains: TenantDomains,
        Customizations: Customizations.optional(),
        Enabled: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().optional(),
    }))
        .optional(),
});
const CloudFrontTenant = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    xml: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    ETag: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1),
    DistributionTenant: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        Id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        DistributionId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Domains: TenantDomains,
        Customizations: Customizations.optional(),
        Parameters: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Name: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), Value: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() })).optional(),
        ConnectionGroupId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        Enabled: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().optional(),
        Status: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    }),
});
/** Names and numbers, as `DescribeAccountLimits` gives them; what is no number is not believed. */
const ElbLimits = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    Limits: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        Name: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Max: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()
            .regex(/^\d{1,9}$/u)
            .transform(Number),
    })),
});
const ElbLoadBalancers = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    NextMarker: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    LoadBalancers: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        LoadBalancerArn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        LoadBalancerName: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        DNSName: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Type: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Scheme: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        State: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Code: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }).optional(),
    })),
});
const ElbListeners = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    NextMarker: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    Listeners: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        ListenerArn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        LoadBalancerArn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Port: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(),
        Protocol: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        SslPolicy: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        AlpnPolicy: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).optional(),
        // Compared as a whole, whatever is in it.
        MutualAuthentication: zod__WEBPACK_IMPORTED_MODULE_0__/* .unknown */ .L5J().optional(),
        DefaultActions: zod__WEBPACK_IMPORTED_MODULE_0__/* .unknown */ .L5J().optional(),
    })),
});
const ElbCertificates = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    NextMarker: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    Certificates: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ CertificateArn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), IsDefault: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().optional() })),
});
const Patterns = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    Values: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).optional(),
    RegexValues: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).optional(),
});
const ElbRules = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    NextMarker: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    Rules: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        Conditions: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(Patterns.extend({ Field: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(), HostHeaderConfig: Patterns.optional() }))
            .optional(),
    })),
});
const Tags = zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ Key: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), Value: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional() })).optional();
const ElbTags = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    TagDescriptions: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ ResourceArn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), Tags })),
});
/** Adding and removing answer with nothing that is read. */
const Done = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({});
const ClassicLoadBalancers = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    NextMarker: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    LoadBalancerDescriptions: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        LoadBalancerName: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        DNSName: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        Scheme: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        ListenerDescriptions: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
            PolicyNames: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).optional(),
            Listener: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
                Protocol: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
                LoadBalancerPort: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(),
                InstanceProtocol: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
                InstancePort: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().optional(),
                SSLCertificateId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
            }),
        })),
    })),
});
const ClassicTags = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    TagDescriptions: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ LoadBalancerName: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), Tags })),
});


/***/ })

};

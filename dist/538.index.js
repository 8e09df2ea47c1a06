export const id = 538;
export const ids = [538];
export const modules = {

/***/ 97538:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createClassicApi: () => (/* binding */ createClassicApi)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_elastic_load_balancing__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(69165);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(92416);
/* harmony import */ var _key_types_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7200);
/* harmony import */ var _paging_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(97751);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3988);
/* harmony import */ var _tags_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(48518);







/** The calls of Classic Load Balancers in one region; limits as in load-balancers.ts. */
function createClassicApi(login, region) {
    const client = login.client(_aws_sdk_client_elastic_load_balancing__WEBPACK_IMPORTED_MODULE_6__.ElasticLoadBalancingClient, region);
    const ask = (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .createAsk */ .cY)(login.caller({ concurrency: 16, perSecond: 9.5, burst: 36 }));
    const change = (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .createAsk */ .cY)(login.caller({ concurrency: 4, perSecond: 5, burst: 5 }));
    async function tagsOf(names, call) {
        const { TagDescriptions } = await ask('elasticloadbalancing:DescribeTags', `reading tags of Classic Load Balancers in ${region}`, _schema_js__WEBPACK_IMPORTED_MODULE_4__/* .ClassicTags */ .e9, (options) => client.send(new _aws_sdk_client_elastic_load_balancing__WEBPACK_IMPORTED_MODULE_6__.DescribeTagsCommand({ LoadBalancerNames: [...names] }), options), call);
        return new Map(TagDescriptions.map(({ LoadBalancerName, Tags }) => [
            LoadBalancerName,
            new Map((Tags ?? []).map(({ Key, Value }) => [Key, Value ?? ''])),
        ]));
    }
    return {
        async *list(call) {
            const read = async (marker) => await ask('elasticloadbalancing:DescribeLoadBalancers', `listing Classic Load Balancers in ${region}`, _schema_js__WEBPACK_IMPORTED_MODULE_4__/* .ClassicLoadBalancers */ .iZ, (options) => client.send(new _aws_sdk_client_elastic_load_balancing__WEBPACK_IMPORTED_MODULE_6__.DescribeLoadBalancersCommand({
                PageSize: 400,
                ...(marker === undefined ? {} : { Marker: marker }),
            }), options), call);
            for await (const page of (0,_paging_js__WEBPACK_IMPORTED_MODULE_3__/* .pages */ .B)(read, ({ NextMarker }) => NextMarker)) {
                yield page.LoadBalancerDescriptions;
            }
        },
        async loadBalancer(name, call) {
            const { LoadBalancerDescriptions } = await ask('elasticloadbalancing:DescribeLoadBalancers', `reading Classic Load Balancer ${name}`, _schema_js__WEBPACK_IMPORTED_MODULE_4__/* .ClassicLoadBalancers */ .iZ, (options) => client.send(new _aws_sdk_client_elastic_load_balancing__WEBPACK_IMPORTED_MODULE_6__.DescribeLoadBalancersCommand({ LoadBalancerNames: [name] }), options), call);
            const [found] = LoadBalancerDescriptions;
            if (found === undefined)
                throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('RESOURCE_GONE', `no load balancer ${name}`);
            return found;
        },
        async tags(names, call) {
            return await (0,_tags_js__WEBPACK_IMPORTED_MODULE_5__/* .readTags */ .g)(names, async (some) => await tagsOf(some, call));
        },
        async set({ loadBalancer, port }, ref, call) {
            await change('elasticloadbalancing:SetLoadBalancerListenerSSLCertificate', `setting the certificate of ${loadBalancer}:${port}`, _schema_js__WEBPACK_IMPORTED_MODULE_4__/* .Done */ .RS, (options) => client.send(new _aws_sdk_client_elastic_load_balancing__WEBPACK_IMPORTED_MODULE_6__.SetLoadBalancerListenerSSLCertificateCommand({
                LoadBalancerName: loadBalancer,
                LoadBalancerPort: port,
                SSLCertificateId: ref,
            }), options), call, { keyTypes: (0,_key_types_js__WEBPACK_IMPORTED_MODULE_2__/* .keyTypeSentence */ .LT)('aws/clb') });
        },
    };
}


/***/ }),

/***/ 7200:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Km: () => (/* binding */ refuseKeyType),
/* harmony export */   LT: () => (/* binding */ keyTypeSentence),
/* harmony export */   Xc: () => (/* binding */ keyAlgorithmsOf)
/* harmony export */ });
const words = {
    'rsa-1024': 'RSA 1024',
    'rsa-2048': 'RSA 2048',
    'rsa-3072': 'RSA 3072',
    'rsa-4096': 'RSA 4096',
    'ec-p256': 'ECDSA P-256',
    'ec-p384': 'ECDSA P-384',
    'ec-p521': 'ECDSA P-521',
    other: 'another kind of key',
};
const titles = new Map([
    ['aws/cloudfront', 'CloudFront'],
    ['aws/alb', 'an Application Load Balancer'],
    ['aws/nlb', 'a Network Load Balancer'],
    ['aws/clb', 'a Classic Load Balancer'],
]);
/**
 * Which keys each product serves.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/tls-listener-certificates.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ssl-server-cert.html
 */
const served = new Map([
    ['aws/cloudfront', ['rsa-1024', 'rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256']],
    ['aws/alb', ['rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384', 'ec-p521']],
    // The API takes an RSA 4096 certificate of IAM and the listener is dead afterwards.
    ['aws/nlb', ['rsa-1024', 'rsa-2048', 'rsa-3072', 'ec-p256', 'ec-p384', 'ec-p521']],
    ['aws/clb', ['rsa-1024', 'rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384', 'ec-p521']],
]);
function keyAlgorithmsOf(target) {
    return served.get(target) ?? [];
}
/** "a Network Load Balancer takes RSA 1024, … or ECDSA P-521 keys". */
function keyTypeSentence(target) {
    const names = keyAlgorithmsOf(target).map((algorithm) => words[algorithm]);
    return `${titles.get(target) ?? target} takes ${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''} keys`;
}
/** What AWS is known to refuse, or worse to take and not to serve. */
function refuseKeyType(edit) {
    const { target } = edit.resource;
    const { keyAlgorithm, name } = edit.certificate;
    if (keyAlgorithmsOf(target).includes(keyAlgorithm))
        return undefined;
    return {
        code: 'CERTIFICATE_REJECTED',
        message: `certificate "${name}" has ${keyAlgorithm === 'other' ? 'a key of another kind' : `an ${words[keyAlgorithm]} key`}; ${keyTypeSentence(target)}`,
    };
}


/***/ }),

/***/ 97751:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ pages)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);

/**
 * Every page of a list. AWS marks the last one by leaving the token out, or by an empty one; an empty
 * token may never be sent. A token that leads to itself is an error, not an endless loop.
 */
async function* pages(read, next) {
    let token;
    do {
        const page = await read(token);
        yield page;
        const following = next(page);
        if (following !== undefined && following !== '' && following === token) {
            throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('CLOUD_UNEXPECTED', 'a page of a list names itself as the next one');
        }
        token = following;
    } while (token !== undefined && token !== '');
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


/***/ }),

/***/ 48518:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ noTags),
/* harmony export */   g: () => (/* binding */ readTags)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);

const noTags = new Map();
/** DescribeTags takes 20 resources at most, and fails as a whole when one of them is gone. */
async function readTags(resources, read) {
    const found = new Map();
    const keep = (tags) => {
        for (const [resource, values] of tags)
            found.set(resource, values);
    };
    const one = async (some) => {
        try {
            keep(await read(some));
        }
        catch (thrown) {
            if (_core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown).code !== 'RESOURCE_GONE')
                throw thrown;
            if (some.length > 1)
                for (const resource of some)
                    await one([resource]);
        }
    };
    for (let start = 0; start < resources.length; start += 20) {
        await one(resources.slice(start, start + 20));
    }
    return found;
}


/***/ })

};

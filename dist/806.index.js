export const id = 806;
export const ids = [806];
export const modules = {

/***/ 20806:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createDistributions: () => (/* binding */ createDistributions)
});

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-cloudfront/dist-cjs/index.js
var dist_cjs = __webpack_require__(23169);
// EXTERNAL MODULE: ./build/shared/providers/aws/client.js
var aws_client = __webpack_require__(92416);
// EXTERNAL MODULE: ./build/shared/providers/aws/key-types.js
var key_types = __webpack_require__(7200);
// EXTERNAL MODULE: ./build/shared/providers/aws/paging.js
var paging = __webpack_require__(97751);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
// EXTERNAL MODULE: external "node:stream/consumers"
var consumers_ = __webpack_require__(38321);
// EXTERNAL MODULE: ./build/shared/core/errors.js
var errors = __webpack_require__(9115);
;// CONCATENATED MODULE: ./build/shared/providers/aws/raw-body.js



function objectAt(of, key) {
    const value = typeof of === 'object' && of !== null ? Reflect.get(of, key) : undefined;
    return typeof value === 'object' && value !== null ? value : undefined;
}
/**
 * The text of the reply, as it came. The SDK drops elements that it does not know, and an update
 * replaces everything, so the parsed object must never be sent back.
 * https://github.com/aws/aws-sdk-js-v3/issues/4637
 */
function keepReply(command) {
    let text = '';
    command.middlewareStack.add((next) => async (args) => {
        const result = await next(args);
        const response = objectAt(result, 'response');
        const body = objectAt(response, 'body');
        if (response === undefined || !(body instanceof external_node_stream_.Readable))
            return result;
        const whole = await (0,consumers_.buffer)(body);
        text = whole.toString('utf8');
        Reflect.set(response, 'body', external_node_stream_.Readable.from([whole]));
        return result;
    }, { step: 'deserialize', name: 'certferryKeepReply', priority: 'low' });
    return () => text;
}
/** Sends this text instead of what the SDK made of the command's input. */
function sendText(command, text) {
    command.middlewareStack.add((next) => async (args) => {
        const request = objectAt(args, 'request');
        if (request !== undefined)
            Reflect.set(request, 'body', text);
        return await next(args);
    }, { step: 'serialize', name: 'certferrySendText', priority: 'low' });
    command.middlewareStack.add((next) => async (args) => {
        const request = objectAt(args, 'request');
        const body = request === undefined ? undefined : Reflect.get(request, 'body');
        // The command's own input is a placeholder that must never reach the cloud.
        if (body !== text)
            throw new errors/* DeployError */.sH('INTERNAL', 'the SDK did not take the raw body');
        return await next(args);
    }, { step: 'finalizeRequest', name: 'certferryCheckText', priority: 'low' });
}

// EXTERNAL MODULE: ./build/shared/providers/aws/schema.js
var schema = __webpack_require__(3988);
// EXTERNAL MODULE: ./build/shared/providers/aws/viewer-certificate.js
var viewer_certificate = __webpack_require__(48803);
;// CONCATENATED MODULE: ./build/shared/providers/aws/distributions.js







/** Has the right type and is never sent: the raw text takes its place. */
const placeholder = {
    CallerReference: '',
    Origins: { Quantity: 0, Items: [] },
    DefaultCacheBehavior: { TargetOriginId: '', ViewerProtocolPolicy: 'https-only' },
    Comment: '',
    Enabled: true,
};
/** The ETag is stale: only a new reading helps, so the same is not sent again. */
const underETag = {
    final: ['RESOURCE_BUSY'],
    keyTypes: (0,key_types/* keyTypeSentence */.LT)('aws/cloudfront'),
};
/** The calls of CloudFront's control plane. Its rate limit is not published; ten a second pass. */
function createDistributions(login) {
    const client = login.client(dist_cjs/* CloudFrontClient */.GHk, login.partition.globalRegion);
    const ask = (0,aws_client/* createAsk */.cY)(login.caller({ concurrency: 8, perSecond: 10, burst: 10 }));
    return {
        async *list(call) {
            const page = async (marker) => await ask('cloudfront:ListDistributions', 'listing distributions', schema/* CloudFrontDistributions */._u, (options) => client.send(new dist_cjs/* ListDistributionsCommand */.jPJ(marker === undefined ? {} : { Marker: marker }), options), call);
            const next = ({ DistributionList: { IsTruncated, NextMarker } }) => IsTruncated ? NextMarker : undefined;
            for await (const { DistributionList } of (0,paging/* pages */.B)(page, next))
                yield* DistributionList.Items ?? [];
        },
        async *tenants(call) {
            const page = async (marker) => await ask('cloudfront:ListDistributionTenants', 'listing distribution tenants', schema/* CloudFrontTenants */.ci, (options) => client.send(
            // The request is a document of its own: with no member at all the SDK sends no body.
            new dist_cjs/* ListDistributionTenantsCommand */.Xvy({
                MaxItems: 100,
                ...(marker === undefined ? {} : { Marker: marker }),
            }), options), call);
            for await (const { DistributionTenantList } of (0,paging/* pages */.B)(page, ({ NextMarker }) => NextMarker)) {
                yield* DistributionTenantList ?? [];
            }
        },
        async status(id, call) {
            const { Distribution } = await ask('cloudfront:GetDistribution', `reading the state of distribution ${id}`, schema/* CloudFrontStatus */.no, (options) => client.send(new dist_cjs/* GetDistributionCommand */.seO({ Id: id }), options), call);
            return Distribution.Status;
        },
        async config(id, call) {
            const { xml, ETag } = await ask('cloudfront:GetDistributionConfig', `reading the configuration of distribution ${id}`, schema/* CloudFrontConfig */.BH, async (options) => {
                const command = new dist_cjs/* GetDistributionConfigCommand */.wNI({ Id: id });
                const text = keepReply(command);
                const reply = await client.send(command, options);
                return { ETag: reply.ETag, xml: text() };
            }, call);
            return { ...(0,viewer_certificate/* readDistributionConfig */.FI)(xml), etag: ETag };
        },
        async update(id, xml, etag, call) {
            await ask('cloudfront:UpdateDistribution', `switching the certificate of distribution ${id}`, schema/* CloudFrontUpdate */.S6, (options) => {
                const command = new dist_cjs/* UpdateDistributionCommand */.ZJl({
                    Id: id,
                    IfMatch: etag,
                    DistributionConfig: placeholder,
                });
                sendText(command, xml);
                return client.send(command, options);
            }, call, underETag);
        },
        async tenant(id, call) {
            return await ask('cloudfront:GetDistributionTenant', `reading distribution tenant ${id}`, schema/* CloudFrontTenant */.X7, async (options) => {
                const command = new dist_cjs/* GetDistributionTenantCommand */.eT6({ Identifier: id });
                const text = keepReply(command);
                const { DistributionTenant, ETag } = await client.send(command, options);
                return { DistributionTenant, ETag, xml: text() };
            }, call);
        },
        async updateTenant(input, call) {
            await ask('cloudfront:UpdateDistributionTenant', `switching the certificate of distribution tenant ${input.Id ?? ''}`, schema/* CloudFrontUpdate */.S6, (options) => client.send(new dist_cjs/* UpdateDistributionTenantCommand */.b2E(input), options), call, underETag);
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

/***/ 48803:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E0: () => (/* binding */ changedFields),
/* harmony export */   FI: () => (/* binding */ readDistributionConfig),
/* harmony export */   Kx: () => (/* binding */ withoutEchoes),
/* harmony export */   Qf: () => (/* binding */ withViewerXml),
/* harmony export */   of: () => (/* binding */ withCertificate)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9115);
/* harmony import */ var _xml_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(33030);



function rootOf(xml) {
    const root = (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .parseXml */ .NO)(xml);
    if (root.local !== 'DistributionConfig') {
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .DeployError */ .sH('CLOUD_UNEXPECTED', `the reply to cloudfront:GetDistributionConfig is <${root.local}> instead of <DistributionConfig>`);
    }
    return root;
}
function viewerElement(root) {
    const [viewer, second] = (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .childrenNamed */ .De)(root, 'ViewerCertificate');
    if (second === undefined)
        return viewer;
    throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .DeployError */ .sH('CLOUD_UNEXPECTED', 'the distribution has two ViewerCertificate elements');
}
function readViewer(root, xml) {
    const element = viewerElement(root);
    const value = (name) => {
        const [child] = element === undefined ? [] : (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .childrenNamed */ .De)(element, name);
        const text = child === undefined ? '' : (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .textOf */ .b6)(child, xml);
        return text === '' ? null : text;
    };
    const acm = value('ACMCertificateArn');
    const iam = value('IAMCertificateId');
    let bound = null;
    if (acm !== null)
        bound = { store: 'acm', ref: acm };
    else if (iam !== null)
        bound = { store: 'iam', ref: iam };
    return {
        bound,
        sslSupportMethod: value('SSLSupportMethod'),
        minimumProtocolVersion: value('MinimumProtocolVersion'),
        xml: element === undefined ? null : xml.slice(element.start, element.end),
    };
}
function readDistributionConfig(xml) {
    const root = rootOf(xml);
    const fields = {};
    for (const child of root.children) {
        if (child.local === 'ViewerCertificate')
            continue;
        const text = `${fields[child.local] ?? ''}${(0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .canonical */ .$N)(child, xml)}`;
        fields[child.local] = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(text).digest('hex').slice(0, 16);
    }
    const text = (name) => {
        const [child] = (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .childrenNamed */ .De)(root, name);
        return child === undefined ? '' : (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .textOf */ .b6)(child, xml);
    };
    const [aliases] = (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .childrenNamed */ .De)(root, 'Aliases');
    const items = aliases === undefined ? [] : (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .childrenNamed */ .De)(aliases, 'Items');
    return {
        xml,
        viewer: readViewer(root, xml),
        aliases: items.flatMap((item) => item.children.map((alias) => (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .textOf */ .b6)(alias, xml))),
        staging: text('Staging') === 'true',
        continuousDeployment: text('ContinuousDeploymentPolicyId') !== '',
        fields,
    };
}
/** The configuration with this ViewerCertificate element, or none; every other byte is kept. */
function withViewerXml(xml, viewer) {
    const root = rootOf(xml);
    const element = viewerElement(root);
    if (element !== undefined) {
        return xml.slice(0, element.start) + (viewer ?? '') + xml.slice(element.end);
    }
    if (viewer === null)
        return xml;
    if (root.selfClosing) {
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .DeployError */ .sH('CLOUD_UNEXPECTED', 'the distribution has an empty configuration');
    }
    return xml.slice(0, root.innerEnd) + viewer + xml.slice(root.innerEnd);
}
/**
 * Exactly the children that CloudFront wants next to a certificate: the reference, and how and from
 * which TLS version on it is served, both as before. The deprecated `Certificate` and
 * `CertificateSource` are echoes of the old certificate; sent back, they win or are refused.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ViewerCertificate.html
 */
function withCertificate(config, { store, ref }) {
    const { viewer, xml } = config;
    const prefix = /^[^:]+:/u.exec(rootOf(xml).name)?.[0] ?? '';
    const tag = (name, inner) => `<${prefix}${name}>${inner}</${prefix}${name}>`;
    // Settings of the default certificate (`vip`, TLSv1) mean nothing, so they are not carried over.
    const kept = viewer.bound === null ? undefined : viewer;
    return withViewerXml(xml, tag('ViewerCertificate', [
        tag(store === 'acm' ? 'ACMCertificateArn' : 'IAMCertificateId', (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeXml */ .X)(ref)),
        tag('SSLSupportMethod', (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeXml */ .X)(kept?.sslSupportMethod ?? 'sni-only')),
        tag('MinimumProtocolVersion', (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeXml */ .X)(kept?.minimumProtocolVersion ?? 'TLSv1.2_2021')),
    ].join('')));
}
/** A ViewerCertificate element without what CloudFront adds to it in replies, to be put back. */
function withoutEchoes(viewer) {
    const element = (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .parseXml */ .NO)(viewer);
    const isEcho = (child) => child.local === 'Certificate' ||
        child.local === 'CertificateSource' ||
        (child.local === 'CloudFrontDefaultCertificate' && (0,_xml_js__WEBPACK_IMPORTED_MODULE_2__/* .textOf */ .b6)(child, viewer) === 'false');
    return element.children
        .filter(isEcho)
        .toReversed()
        .reduce((xml, { start, end }) => xml.slice(0, start) + xml.slice(end), viewer);
}
/** Names of the elements that differ, ViewerCertificate aside. */
function changedFields(before, after) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].filter((name) => before[name] !== after[name]).sort();
}


/***/ }),

/***/ 33030:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ canonical),
/* harmony export */   De: () => (/* binding */ childrenNamed),
/* harmony export */   NO: () => (/* binding */ parseXml),
/* harmony export */   X: () => (/* binding */ escapeXml),
/* harmony export */   b6: () => (/* binding */ textOf)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);

/** Everything in markup that is no text: comment, CDATA, instruction, doctype, tag. */
const markup = /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<!DOCTYPE|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|<[!?]/gu;
const localName = (name) => name.slice(name.indexOf(':') + 1);
function broken(reason) {
    return new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('CLOUD_UNEXPECTED', `the reply is not well-formed XML: ${reason}`);
}
/**
 * The tree of an XML text, by offsets: nothing is decoded, so that all but one element can be kept
 * byte for byte. Doctypes are refused, as CloudFront sends none.
 */
function parseXml(text) {
    const roots = [];
    const open = [];
    const close = (element, innerEnd, end, selfClosing) => {
        const { name, start, innerStart, children } = element;
        (open.at(-1)?.children ?? roots).push({
            name,
            local: localName(name),
            start,
            end,
            innerStart,
            innerEnd,
            selfClosing,
            children,
        });
    };
    for (const match of text.matchAll(markup)) {
        const [whole, closing, opening, , slash] = match;
        const end = match.index + whole.length;
        if (whole === '<!DOCTYPE')
            throw broken('it has a doctype');
        if (whole === '<!' || whole === '<?')
            throw broken('a comment or instruction is not closed');
        if (closing !== undefined) {
            const element = open.pop();
            if (element?.name !== closing)
                throw broken(`unexpected </${closing}>`);
            close(element, match.index, end, false);
        }
        else if (opening !== undefined) {
            const element = { name: opening, start: match.index, innerStart: end, children: [] };
            if (slash === '/')
                close(element, end, end, true);
            else
                open.push(element);
        }
    }
    const unclosed = open.at(-1);
    if (unclosed !== undefined)
        throw broken(`<${unclosed.name}> is not closed`);
    const [root, second] = roots;
    if (root === undefined || second !== undefined)
        throw broken('it needs exactly one root element');
    return root;
}
function childrenNamed(element, local) {
    return element.children.filter((child) => child.local === local);
}
const entities = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
};
const inText = /<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/giu;
function decode(raw) {
    return raw
        .replace(inText, (whole, ...groups) => {
        const [cdata, decimal, hex, name] = groups.map((group) => typeof group === 'string' ? group : undefined);
        if (cdata !== undefined)
            return cdata;
        if (decimal !== undefined)
            return String.fromCodePoint(Number(decimal));
        if (hex !== undefined)
            return String.fromCodePoint(Number.parseInt(hex, 16));
        return whole.startsWith('<!--') ? '' : (entities[name ?? ''] ?? whole);
    })
        .trim();
}
/** The decoded text of an element, without that of its children and without surrounding blanks. */
function textOf(element, text) {
    let from = element.innerStart;
    let own = '';
    for (const child of element.children) {
        own += text.slice(from, child.start);
        from = child.end;
    }
    return decode(own + text.slice(from, element.innerEnd));
}
function escapeXml(text) {
    return text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;');
}
/** One form for all spellings of the same content: blanks between elements and comments do not count. */
function canonical(element, text) {
    const attributes = text
        .slice(element.start + 1 + element.name.length, element.innerStart)
        .replace(/\s*\/?>$/u, '');
    const own = JSON.stringify(textOf(element, text));
    const inner = element.children.map((child) => canonical(child, text));
    return `${element.local}${attributes}(${[own, ...inner].join(',')})`;
}


/***/ })

};

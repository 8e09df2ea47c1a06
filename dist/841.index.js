export const id = 841;
export const ids = [841];
export const modules = {

/***/ 83841:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createAcmObjects: () => (/* binding */ createAcmObjects)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(33490);
/* harmony import */ var p_map__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(606);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);
/* harmony import */ var _places_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(22797);
/* harmony import */ var _acm_search_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(93293);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(92416);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(70880);
/* harmony import */ var _object_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(30008);
/* harmony import */ var _paging_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(97751);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(3988);










/** Certificates that are looked at at the same time; their rate is kept below. */
const reading = 8;
/**
 * Certificates that Certferry imported into ACM of one region, to be removed when nothing uses them.
 * `InUseBy` follows a change after seconds at best, hours at worst, and DeleteCertificate goes by the
 * same knowledge; so listeners and distributions are asked as well.
 * https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html
 */
function createAcmObjects(login, { region, callers, facts, uses, }) {
    const client = login.client(_aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_8__/* .ACMClient */ .Bdm, region);
    const slow = (0,_client_js__WEBPACK_IMPORTED_MODULE_3__/* .createAsk */ .cY)(callers.slow);
    const ask = (0,_client_js__WEBPACK_IMPORTED_MODULE_3__/* .createAsk */ .cY)(callers.quick);
    // Half of what is documented: nobody waits for it, and others may delete too.
    const deleting = (0,_client_js__WEBPACK_IMPORTED_MODULE_3__/* .createAsk */ .cY)(login.caller({ concurrency: 2, perSecond: 4.5, burst: 4 }));
    async function imported(call) {
        const arns = [];
        const page = async (token) => await slow('acm:ListCertificates', `listing certificates in ${region}`, _schema_js__WEBPACK_IMPORTED_MODULE_7__/* .AcmList */ .sj, (options) => client.send(new _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_8__/* .ListCertificatesCommand */ .yXo({
            Includes: { keyTypes: [..._acm_search_js__WEBPACK_IMPORTED_MODULE_2__/* .keyTypes */ .lo] },
            MaxItems: 1000,
            ...(token === undefined ? {} : { NextToken: token }),
        }), options), call);
        for await (const { CertificateSummaryList } of (0,_paging_js__WEBPACK_IMPORTED_MODULE_6__/* .pages */ .B)(page, ({ NextToken }) => NextToken)) {
            for (const { Type, CertificateArn } of CertificateSummaryList) {
                if (Type === 'IMPORTED')
                    arns.push(CertificateArn);
            }
        }
        return arns;
    }
    async function tagsOf(arn, call) {
        const { Tags } = await ask('acm:ListTagsForCertificate', `reading the tags of certificate ${arn}`, _schema_js__WEBPACK_IMPORTED_MODULE_7__/* .AcmTags */ .RG, (options) => client.send(new _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_8__/* .ListTagsForCertificateCommand */ .hJk({ CertificateArn: arn }), options), call);
        return Tags;
    }
    async function describe(arn, call) {
        const { Certificate } = await ask('acm:DescribeCertificate', `reading the state of certificate ${arn}`, _schema_js__WEBPACK_IMPORTED_MODULE_7__/* .AcmUse */ .H0, (options) => client.send(new _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_8__/* .DescribeCertificateCommand */ .iIX({ CertificateArn: arn }), options), call);
        return Certificate;
    }
    async function look(arn, call) {
        const tags = await tagsOf(arn, call);
        if (!(0,_object_js__WEBPACK_IMPORTED_MODULE_5__/* .isOurs */ .MU)(tags))
            return p_map__WEBPACK_IMPORTED_MODULE_9__/* .pMapSkip */ .QJ;
        const { CreatedAt, ImportedAt, InUseBy } = await describe(arn, call);
        const known = await facts(arn, call);
        return {
            ref: arn,
            ...(0,_object_js__WEBPACK_IMPORTED_MODULE_5__/* .nameOf */ .Vb)(tags),
            sha256: known?.sha256 ?? null,
            storedAt: ImportedAt ?? CreatedAt ?? null,
            usedBy: InUseBy ?? null,
        };
    }
    return {
        async list(call) {
            const found = await (0,p_map__WEBPACK_IMPORTED_MODULE_9__/* ["default"] */ .Ay)(await imported(call), async (arn) => await (0,_places_js__WEBPACK_IMPORTED_MODULE_1__/* .unlessGone */ .Wi)(look(arn, call)), { concurrency: reading });
            // Everything else may be slow to read, and would change nothing.
            if (!found.some(({ usedBy }) => usedBy?.length === 0))
                return found;
            const bound = await (0,_object_js__WEBPACK_IMPORTED_MODULE_5__/* .usesOrNull */ .RS)(uses, `ACM in ${region}`, call);
            return found.map((object) => {
                const { ref, usedBy } = object;
                if (bound === null || usedBy === null) {
                    return { ...object, usedBy: usedBy?.length === 0 ? null : usedBy };
                }
                return { ...object, usedBy: [...new Set([...usedBy, ...bound.of([ref])])] };
            });
        },
        async remove(ref, call) {
            try {
                const { InUseBy, Type } = await describe(ref, call);
                const tags = await tagsOf(ref, call);
                if (Type !== 'IMPORTED' || InUseBy === undefined) {
                    const what = Type === 'IMPORTED' ? 'ACM does not tell what uses it' : `it is ${Type}`;
                    throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('REFUSED', `${ref} is left alone: ${what}`);
                }
                (0,_object_js__WEBPACK_IMPORTED_MODULE_5__/* .demandRemovable */ .rg)(ref, { tags, usedBy: InUseBy });
                (0,_object_js__WEBPACK_IMPORTED_MODULE_5__/* .demandRemovable */ .rg)(ref, { tags, usedBy: (await uses(call)).of([ref]) });
                await deleting('acm:DeleteCertificate', `removing certificate ${ref}`, _schema_js__WEBPACK_IMPORTED_MODULE_7__/* .Done */ .RS, (options) => client.send(new _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_8__/* .DeleteCertificateCommand */ .Uub({ CertificateArn: ref }), options), call);
                call.log.info('certificate removed', { region, arn: ref });
            }
            catch (thrown) {
                // Gone before, or by a first try whose answer was lost.
                if ((0,_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .wireCode */ .L)(thrown) !== 'ResourceNotFound')
                    throw thrown;
            }
        },
    };
}


/***/ }),

/***/ 93293:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y3: () => (/* binding */ createAcmSearch),
/* harmony export */   lo: () => (/* binding */ keyTypes)
/* harmony export */ });
/* unused harmony export acmSerial */
/* harmony import */ var _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(33490);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(70880);
/* harmony import */ var _paging_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(97751);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3988);





/** ACM lists RSA 1024 and 2048 only, unless every type is named. */
const keyTypes = [
    'RSA_1024',
    'RSA_2048',
    'RSA_3072',
    'RSA_4096',
    'EC_prime256v1',
    'EC_secp384r1',
    'EC_secp521r1',
];
/** `03:e9`: lower-case pairs, at least two. Undefined for a serial number of a single byte. */
function acmSerial(serial) {
    const even = serial.length % 2 === 0 ? serial : `0${serial}`;
    const pairs = even.toLowerCase().match(/../gu) ?? [];
    return pairs.length < 2 ? undefined : pairs.join(':');
}
/** Looks for an imported copy of a leaf, so that it is never imported twice. */
function createAcmSearch(client, { region, ask, slow, facts, }) {
    async function* searched(serial, call) {
        const page = async (token) => await ask('acm:SearchCertificates', `searching certificates in ${region}`, _schema_js__WEBPACK_IMPORTED_MODULE_3__/* .AcmSearch */ .yQ, (options) => client.send(new _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_4__/* .SearchCertificatesCommand */ .m$7({
            FilterStatement: {
                And: [
                    { Filter: { X509AttributeFilter: { SerialNumber: serial } } },
                    { Filter: { AcmCertificateMetadataFilter: { Type: 'IMPORTED' } } },
                ],
            },
            ...(token === undefined ? {} : { NextToken: token }),
        }), options), call);
        for await (const { Results } of (0,_paging_js__WEBPACK_IMPORTED_MODULE_2__/* .pages */ .B)(page, ({ NextToken }) => NextToken)) {
            for (const result of Results) {
                if (result.CertificateMetadata?.AcmCertificateMetadata?.Status !== 'ISSUED')
                    continue;
                yield result.CertificateArn;
            }
        }
    }
    async function* listed(wanted, call) {
        const page = async (token) => await slow('acm:ListCertificates', `listing certificates in ${region}`, _schema_js__WEBPACK_IMPORTED_MODULE_3__/* .AcmList */ .sj, (options) => client.send(new _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_4__/* .ListCertificatesCommand */ .yXo({
            Includes: { keyTypes: [...keyTypes] },
            CertificateStatuses: ['ISSUED'],
            MaxItems: 1000,
            ...(token === undefined ? {} : { NextToken: token }),
        }), options), call);
        const endsAt = Math.floor(wanted.notAfter.getTime() / 1000);
        for await (const { CertificateSummaryList } of (0,_paging_js__WEBPACK_IMPORTED_MODULE_2__/* .pages */ .B)(page, ({ NextToken }) => NextToken)) {
            for (const item of CertificateSummaryList) {
                if (item.Type !== 'IMPORTED' || item.NotAfter === undefined)
                    continue;
                if (Math.floor(item.NotAfter.getTime() / 1000) === endsAt)
                    yield item.CertificateArn;
            }
        }
    }
    async function firstSame(candidates, wanted, call) {
        for await (const arn of candidates) {
            const known = await facts(arn, call);
            if (known?.sha256 === wanted.sha256)
                return arn;
        }
        return undefined;
    }
    async function find(wanted, call) {
        const serial = acmSerial(wanted.serial);
        if (serial !== undefined) {
            try {
                return await firstSame(searched(serial, call), wanted, call);
            }
            catch (thrown) {
                // Newer than the rest of ACM: policies may not grant it, a partition may not have it.
                const { code, message } = _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown);
                const unknown = code === 'CLOUD_UNEXPECTED' && (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .wireCode */ .L)(thrown) !== undefined;
                if (code !== 'PERMISSION_MISSING' && !unknown)
                    throw thrown;
                call.log.debug('certificates are listed instead of searched', { reason: message });
            }
        }
        return await firstSame(listed(wanted, call), wanted, call);
    }
    return { find };
}


/***/ }),

/***/ 30008:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MU: () => (/* binding */ isOurs),
/* harmony export */   RS: () => (/* binding */ usesOrNull),
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   rg: () => (/* binding */ demandRemovable)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);

const valueOf = (tags, key) => tags?.find(({ Key }) => Key === key)?.Value;
function isOurs(tags) {
    return valueOf(tags, 'certferry:managed') === 'true';
}
function nameOf(tags) {
    const name = valueOf(tags, 'certferry:name');
    return name === undefined ? {} : { name };
}
/** What an attempt to remove an object may not pass over. */
function demandRemovable(ref, { tags, usedBy }) {
    if (!isOurs(tags)) {
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('REFUSED', `${ref} does not carry the tag certferry:managed=true, so it is not Certferry's to remove`);
    }
    if (usedBy.length > 0) {
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('REFUSED', `${ref} is used by ${usedBy.join(', ')}`);
    }
}
/** Null where the login may not read all that might use a certificate; then nothing is removed. */
async function usesOrNull(read, store, call) {
    try {
        return await read(call);
    }
    catch (thrown) {
        const { code, message } = _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown);
        if (code !== 'PERMISSION_MISSING')
            throw thrown;
        const facts = { store, reason: message };
        call.log.warn('what uses the certificates cannot be told, so none is removed', facts);
        return null;
    }
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


/***/ })

};

export const id = 975;
export const ids = [975];
export const modules = {

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

/***/ 83496:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ parseArn)
/* harmony export */ });
/** `arn:partition:service:region:account:resource`. Undefined for text that is no ARN. */
function parseArn(text) {
    const [arn, partition, service, region, account, ...resource] = text.split(':');
    if (arn !== 'arn' || resource.length === 0)
        return undefined;
    return {
        partition: partition ?? '',
        service: service ?? '',
        region: region ?? '',
        account: account ?? '',
        resource: resource.join(':'),
    };
}


/***/ }),

/***/ 80356:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createAcmStore: () => (/* binding */ createAcmStore),
/* harmony export */   readPem: () => (/* binding */ readPem),
/* harmony export */   tagValue: () => (/* binding */ tagValue)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(33490);
/* harmony import */ var _core_certificate_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(54409);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9115);
/* harmony import */ var _runtime_memo_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(62613);
/* harmony import */ var _runtime_pause_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(42885);
/* harmony import */ var _acm_callers_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(53673);
/* harmony import */ var _acm_search_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(93293);
/* harmony import */ var _arn_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(83496);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(92416);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(70880);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3988);











/** What a tag value may hold; anything else becomes `_`. */
function tagValue(text) {
    return text.replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '_').slice(0, 256);
}
const bytes = (pem) => new TextEncoder().encode(pem);
/** How often an import whose answer was lost is looked for and repeated. */
const importRounds = 3;
function createAcmStore(login, region, callers = (0,_acm_callers_js__WEBPACK_IMPORTED_MODULE_7__/* .acmCallers */ .y)(login)) {
    const client = login.client(_aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_8__/* .ACMClient */ .Bdm, region);
    const slow = (0,_client_js__WEBPACK_IMPORTED_MODULE_4__/* .createAsk */ .cY)(callers.slow);
    const ask = (0,_client_js__WEBPACK_IMPORTED_MODULE_4__/* .createAsk */ .cY)(callers.quick);
    const facts = (0,_runtime_memo_js__WEBPACK_IMPORTED_MODULE_9__/* .memo */ .p)();
    const ensured = (0,_runtime_memo_js__WEBPACK_IMPORTED_MODULE_9__/* .memo */ .p)();
    const search = (0,_acm_search_js__WEBPACK_IMPORTED_MODULE_3__/* .createAcmSearch */ .Y3)(client, { region, ask, slow, facts: known });
    function isOurs(arn) {
        const about = (0,_arn_js__WEBPACK_IMPORTED_MODULE_10__/* .parseArn */ .L)(arn);
        return about?.service === 'acm' && about.account === login.accountId && about.region === region;
    }
    async function known(arn, call) {
        return isOurs(arn) ? await facts.get(arn, () => read(arn, call)) : null;
    }
    async function read(arn, call) {
        try {
            const reply = await ask('acm:GetCertificate', `reading certificate ${arn}`, _schema_js__WEBPACK_IMPORTED_MODULE_6__/* .AcmCertificate */ .fO, (options) => client.send(new _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_8__/* .GetCertificateCommand */ .xL8({ CertificateArn: arn }), options), call);
            return readPem(reply.Certificate, arn);
        }
        catch (thrown) {
            // Not issued yet, or deleted between two readings: there is nothing to know of it.
            if (['RequestInProgress', 'ResourceNotFound'].includes((0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .wireCode */ .L)(thrown) ?? '')) {
                return null;
            }
            throw thrown;
        }
    }
    async function importOnce({ certificate, ...pem }, call) {
        const reply = await slow('acm:ImportCertificate', `importing certificate "${certificate.name}" into ACM in ${region}`, _schema_js__WEBPACK_IMPORTED_MODULE_6__/* .AcmImport */ .p0, (options) => client.send(new _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_8__/* .ImportCertificateCommand */ .sbc({
            Certificate: bytes(pem.leaf),
            PrivateKey: bytes(pem.key.reveal()),
            ...(pem.intermediates.length === 0
                ? {}
                : { CertificateChain: bytes(pem.intermediates.join('')) }),
            Tags: [
                { Key: 'certferry:managed', Value: 'true' },
                { Key: 'certferry:sha256', Value: certificate.sha256 },
                { Key: 'certferry:name', Value: tagValue(certificate.name) },
            ],
        }), options), call, 
        // Sent again blindly, an import whose answer was lost would leave a second certificate.
        {
            final: ['CLOUD_UNAVAILABLE'],
            importing: true,
            keyTypes: 'the key must belong to the leaf, unencrypted, at most 5120 bytes of PEM',
        });
        return reply.CertificateArn;
    }
    async function make(material, call) {
        const { certificate } = material;
        for (let round = 1;; round += 1) {
            const found = await search.find(certificate, call);
            if (found !== undefined)
                return { ref: found, fresh: round > 1 };
            try {
                const arn = await importOnce(material, call);
                await issued(arn, call);
                call.log.info('certificate imported', { certificate: certificate.name, region, arn });
                return { ref: arn, fresh: true };
            }
            catch (thrown) {
                const { code } = _core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .DeployError */ .sH.from(thrown);
                if (code !== 'CLOUD_UNAVAILABLE' || round === importRounds)
                    throw thrown;
                await (0,_runtime_pause_js__WEBPACK_IMPORTED_MODULE_2__/* .pause */ .v)(login.clock, 2000 * round, call);
            }
        }
    }
    async function describe(arn, call) {
        const { Certificate } = await ask('acm:DescribeCertificate', `reading the state of certificate ${arn}`, _schema_js__WEBPACK_IMPORTED_MODULE_6__/* .AcmDetail */ .tW, (options) => client.send(new _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_8__/* .DescribeCertificateCommand */ .iIX({ CertificateArn: arn }), options), call);
        return Certificate;
    }
    /** An import is usable at once, as a rule; this waits where it is not. */
    async function issued(arn, call) {
        for (let look = 1; look <= 10; look += 1) {
            try {
                if ((await describe(arn, call)).Status === 'ISSUED')
                    return;
            }
            catch (thrown) {
                if ((0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .wireCode */ .L)(thrown) !== 'ResourceNotFound')
                    throw thrown;
            }
            await (0,_runtime_pause_js__WEBPACK_IMPORTED_MODULE_2__/* .pause */ .v)(login.clock, 1000, call);
        }
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .DeployError */ .sH('CLOUD_UNAVAILABLE', `certificate ${arn} was imported but is not issued`);
    }
    return {
        facts: known,
        async managedBy(arn, call) {
            if (!isOurs(arn))
                return null;
            try {
                return (await describe(arn, call)).ManagedBy ?? null;
            }
            catch (thrown) {
                if ((0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .wireCode */ .L)(thrown) === 'ResourceNotFound')
                    return null;
                throw thrown;
            }
        },
        ensure: async (material, call) => await ensured.get(material.certificate.sha256, () => make(material, call)),
    };
}
/** The facts of a certificate that a cloud sent; what it sent is to blame when they cannot be read. */
function readPem(pem, ref) {
    try {
        return (0,_core_certificate_js__WEBPACK_IMPORTED_MODULE_0__/* .readCertificate */ .w$)(pem);
    }
    catch {
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .DeployError */ .sH('CLOUD_UNEXPECTED', `AWS sent no readable certificate for ${ref}`);
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


/***/ }),

/***/ 62613:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ memo)
/* harmony export */ });
/** Remembers answers by key, also while they are under way. A failure, or nothing, is asked again. */
function memo() {
    const known = new Map();
    return {
        async get(key, make) {
            const current = known.get(key);
            if (current !== undefined)
                return await current;
            const made = make();
            known.set(key, made);
            const forget = () => known.delete(key);
            made.then((value) => value === null && forget(), forget);
            return await made;
        },
    };
}


/***/ }),

/***/ 42885:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ pause)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);

/** Waits, and ends with `CANCELLED` as soon as the run is told to stop. */
async function pause(clock, ms, { signal }) {
    try {
        await clock.sleep(ms, signal);
    }
    catch (thrown) {
        throw signal.aborted ? new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('CANCELLED', 'the run was cancelled') : thrown;
    }
}


/***/ })

};

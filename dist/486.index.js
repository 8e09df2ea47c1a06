export const id = 486;
export const ids = [486,890,216];
export const modules = {

/***/ 58022:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ tryEach)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);

/** These concern the login or the run, not one permission. */
const ofTheWhole = ['CREDENTIALS_REJECTED', 'CANCELLED'];
function judged(permission, error, { declared, isAnswer, }) {
    const { code, message } = error;
    if (code === 'PERMISSION_MISSING') {
        const names = (one) => message.split(/[\s,;()'"]+/u).some((word) => word.replace(/[.:]$/u, '') === one);
        const another = names(permission) ? undefined : declared.find(names);
        return another === undefined
            ? { permission, state: 'missing', message }
            : { permission, state: 'unknown', message: `not told while ${another} is missing` };
    }
    if (isAnswer(error))
        return { permission, state: 'granted', message: '' };
    return { permission, state: 'unknown', message };
}
/**
 * Tries every declared permission at once: one entry each, in their order. A call that is carried out,
 * or refused for its content (`isAnswer`), proves the permission, since a cloud asks for it first.
 * Rejects only with what concerns the login as a whole.
 */
async function tryEach(declared, trials, isAnswer) {
    const one = async (permission) => {
        const trial = trials[permission];
        if (trial === undefined) {
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('INTERNAL', `nothing tries the permission ${permission}`);
        }
        if (typeof trial !== 'function') {
            return { permission, state: 'unknown', message: trial.unasked };
        }
        try {
            await trial();
            return { permission, state: 'granted', message: '' };
        }
        catch (thrown) {
            const error = _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown);
            if (ofTheWhole.includes(error.code))
                throw error;
            return judged(permission, error, { declared, isAnswer });
        }
    };
    // All of them have ended before one is thrown: nothing goes on unseen.
    const ended = await Promise.allSettled(declared.map(one));
    return ended.map((end) => {
        if (end.status === 'rejected')
            throw _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(end.reason);
        return end.value;
    });
}


/***/ }),

/***/ 65608:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ iamTrials),
/* harmony export */   t: () => (/* binding */ acmTrials)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(33490);
/* harmony import */ var _aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(16764);
/* harmony import */ var _check_nowhere_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4336);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(92416);
/* harmony import */ var _iam_room_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8216);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3988);






/** No service can read a certificate or a key in it. */
const unreadable = 'this is no certificate: certferry asks whether it may import one';
const unreadableBytes = new TextEncoder().encode(unreadable);
const tag = { Key: 'certferry:managed', Value: 'true' };
const importing = { importing: true };
/** An import names a certificate that does not exist, and brings none. */
function acmTrials(login, region, call) {
    const client = login.client(_aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_4__/* .ACMClient */ .Bdm, region);
    const { certificate: CertificateArn } = (0,_check_nowhere_js__WEBPACK_IMPORTED_MODULE_0__/* .nowhere */ .j)(login, region);
    const ask = (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .createAsk */ .cY)(login.caller({ concurrency: 4, perSecond: 5, burst: 5 }));
    // https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html#api-rate-limits
    const slow = (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .createAsk */ .cY)(login.caller({ concurrency: 1, perSecond: 0.9 }));
    return {
        'acm:DescribeCertificate': () => ask('acm:DescribeCertificate', `reading the state of a certificate in ${region}`, _schema_js__WEBPACK_IMPORTED_MODULE_3__/* .AcmDetail */ .tW, (at) => client.send(new _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_4__/* .DescribeCertificateCommand */ .iIX({ CertificateArn }), at), call),
        'acm:GetCertificate': () => ask('acm:GetCertificate', `reading a certificate in ${region}`, _schema_js__WEBPACK_IMPORTED_MODULE_3__/* .AcmCertificate */ .fO, (at) => client.send(new _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_4__/* .GetCertificateCommand */ .xL8({ CertificateArn }), at), call),
        'acm:ListCertificates': () => slow('acm:ListCertificates', `listing certificates in ${region}`, _schema_js__WEBPACK_IMPORTED_MODULE_3__/* .AcmList */ .sj, (at) => client.send(new _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_4__/* .ListCertificatesCommand */ .yXo({ MaxItems: 1 }), at), call),
        'acm:SearchCertificates': () => ask('acm:SearchCertificates', `searching certificates in ${region}`, _schema_js__WEBPACK_IMPORTED_MODULE_3__/* .AcmSearch */ .yQ, (at) => client.send(new _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_4__/* .SearchCertificatesCommand */ .m$7({ MaxResults: 1 }), at), call),
        'acm:AddTagsToCertificate': () => ask('acm:AddTagsToCertificate', `tagging a certificate in ${region}`, _schema_js__WEBPACK_IMPORTED_MODULE_3__/* .Done */ .RS, (at) => client.send(new _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_4__/* .AddTagsToCertificateCommand */ .y0B({ CertificateArn, Tags: [tag] }), at), call),
        'acm:ImportCertificate': () => slow('acm:ImportCertificate', `importing a certificate into ACM in ${region}`, _schema_js__WEBPACK_IMPORTED_MODULE_3__/* .AcmImport */ .p0, (at) => client.send(new _aws_sdk_client_acm__WEBPACK_IMPORTED_MODULE_4__/* .ImportCertificateCommand */ .sbc({
            CertificateArn,
            Certificate: unreadableBytes,
            PrivateKey: unreadableBytes,
        }), at), call, importing),
    };
}
/** An upload brings no certificate. */
function iamTrials(login, use, call) {
    const { iamRegion } = login.partition;
    const client = login.client(_aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_5__/* .IAMClient */ .h8v, iamRegion);
    const { serverCertificate: ServerCertificateName } = (0,_check_nowhere_js__WEBPACK_IMPORTED_MODULE_0__/* .nowhere */ .j)(login, iamRegion);
    const ask = (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .createAsk */ .cY)(login.caller({ concurrency: 4, perSecond: 5, burst: 5 }));
    return {
        'iam:GetAccountSummary': () => (0,_iam_room_js__WEBPACK_IMPORTED_MODULE_2__.serverCertificateRoom)(login, call),
        'iam:GetServerCertificate': () => ask('iam:GetServerCertificate', 'reading a server certificate', _schema_js__WEBPACK_IMPORTED_MODULE_3__/* .IamCertificate */ .Tb, (at) => client.send(new _aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_5__/* .GetServerCertificateCommand */ .I1W({ ServerCertificateName }), at), call),
        'iam:ListServerCertificates': () => ask('iam:ListServerCertificates', 'listing server certificates', _schema_js__WEBPACK_IMPORTED_MODULE_3__/* .IamList */ .aX, (at) => client.send(new _aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_5__/* .ListServerCertificatesCommand */ .n8o({ MaxItems: 1 }), at), call),
        'iam:TagServerCertificate': () => ask('iam:TagServerCertificate', 'tagging a server certificate', _schema_js__WEBPACK_IMPORTED_MODULE_3__/* .Done */ .RS, (at) => client.send(new _aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_5__/* .TagServerCertificateCommand */ .acN({ ServerCertificateName, Tags: [tag] }), at), call),
        'iam:UploadServerCertificate': () => ask('iam:UploadServerCertificate', 'uploading a certificate to IAM', _schema_js__WEBPACK_IMPORTED_MODULE_3__/* .IamUpload */ .Dg, (at) => client.send(new _aws_sdk_client_iam__WEBPACK_IMPORTED_MODULE_5__/* .UploadServerCertificateCommand */ .Leh({
            ServerCertificateName,
            Path: use === 'cloudfront' ? '/cloudfront/certferry/' : '/certferry/',
            CertificateBody: unreadable,
            PrivateKey: unreadable,
        }), at), call, importing),
    };
}


/***/ }),

/***/ 97486:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   checkClassic: () => (/* binding */ checkClassic)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_elastic_load_balancing__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(69165);
/* harmony import */ var _check_certificates_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65608);
/* harmony import */ var _check_nowhere_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4336);
/* harmony import */ var _check_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(41403);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(92416);
/* harmony import */ var _regions_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(890);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3988);







function classicTrials(login, { region, api }, call) {
    const client = login.client(_aws_sdk_client_elastic_load_balancing__WEBPACK_IMPORTED_MODULE_6__.ElasticLoadBalancingClient, region);
    const none = (0,_check_nowhere_js__WEBPACK_IMPORTED_MODULE_1__/* .nowhere */ .j)(login, region);
    const ask = (0,_client_js__WEBPACK_IMPORTED_MODULE_3__/* .createAsk */ .cY)(login.caller({ concurrency: 2, perSecond: 5, burst: 2 }));
    return {
        'elasticloadbalancing:DescribeLoadBalancers': () => ask('elasticloadbalancing:DescribeLoadBalancers', `listing Classic Load Balancers in ${region}`, _schema_js__WEBPACK_IMPORTED_MODULE_5__/* .ClassicLoadBalancers */ .iZ, (at) => client.send(new _aws_sdk_client_elastic_load_balancing__WEBPACK_IMPORTED_MODULE_6__.DescribeLoadBalancersCommand({ PageSize: 1 }), at), call),
        'elasticloadbalancing:DescribeTags': () => ask('elasticloadbalancing:DescribeTags', `reading tags of Classic Load Balancers in ${region}`, _schema_js__WEBPACK_IMPORTED_MODULE_5__/* .ClassicTags */ .e9, (at) => client.send(new _aws_sdk_client_elastic_load_balancing__WEBPACK_IMPORTED_MODULE_6__.DescribeTagsCommand({ LoadBalancerNames: [none.classic] }), at), call),
        'elasticloadbalancing:SetLoadBalancerListenerSSLCertificate': () => api.set({ loadBalancer: none.classic, port: 443 }, none.certificate, call),
    };
}
async function checkClassic(login, place, call) {
    return await (0,_check_js__WEBPACK_IMPORTED_MODULE_2__/* .checkTarget */ .e)('aws/clb', {
        'account:ListRegions': () => (0,_regions_js__WEBPACK_IMPORTED_MODULE_4__.listRegions)(login, call),
        ...classicTrials(login, place, call),
        ...(0,_check_certificates_js__WEBPACK_IMPORTED_MODULE_0__/* .acmTrials */ .t)(login, place.region, call),
        ...(0,_check_certificates_js__WEBPACK_IMPORTED_MODULE_0__/* .iamTrials */ .r)(login, 'elb', call),
    });
}


/***/ }),

/***/ 4336:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ nowhere)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);

/** Names in the right form of things that certainly do not exist, in this account and region. */
function nowhere({ partition, accountId }, region) {
    const uuid = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)();
    const hex = uuid.replaceAll('-', '');
    const arn = (service) => `arn:${partition.id}:${service}:${region}:${accountId}`;
    const balancer = (kind) => `${kind}/certferry-check/${hex.slice(0, 16)}`;
    return {
        certificate: `${arn('acm')}:certificate/${uuid}`,
        serverCertificate: `certferry-check-${uuid}`,
        loadBalancer: (kind) => `${arn('elasticloadbalancing')}:loadbalancer/${balancer(kind)}`,
        listener: (kind) => `${arn('elasticloadbalancing')}:listener/${balancer(kind)}/${hex.slice(16)}`,
        // At most 32 characters.
        classic: `certferry-check-${hex.slice(0, 12)}`,
        distribution: `E${hex.slice(0, 13).toUpperCase()}`,
        tenant: `dt_${hex.slice(0, 27)}`,
        // Never resolves and can be nobody's. https://www.rfc-editor.org/rfc/rfc6761#section-6.4
        domain: `${uuid}.invalid`,
    };
}


/***/ }),

/***/ 41403:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ checkTarget)
/* harmony export */ });
/* harmony import */ var _core_trial_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58022);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(70880);
/* harmony import */ var _policy_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(35601);



/** A service looked at what was asked, and found it wrong or missing. */
const answers = /^(?:Validation(?:Error)?|InvalidArgument|InvalidParameter(?:Value)?|InvalidInput|InvalidAssociation|PreconditionFailed|InvalidIfMatchVersion)$/u;
/**
 * IAM is asked before a service looks for what a call names, or reads what it brings. The form of a
 * request is checked before that, so a complaint about the form tells nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
function isAnswer(error) {
    const wire = (0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .wireCode */ .L)(error);
    if (wire === undefined || /validation errors? detected/u.test(error.message))
        return false;
    return (error.code === 'RESOURCE_GONE' || error.code === 'CERTIFICATE_REJECTED' || answers.test(wire));
}
/** Tries what this target declares; `trials` must hold one for each. */
async function checkTarget(target, trials) {
    const { read = [], write = [] } = _policy_js__WEBPACK_IMPORTED_MODULE_2__/* .awsPermissions */ .cC.get(target) ?? {};
    return await (0,_core_trial_js__WEBPACK_IMPORTED_MODULE_0__/* .tryEach */ .Z)([...read, ...write], trials, isAnswer);
}


/***/ }),

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

/***/ 890:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   enabledRegions: () => (/* binding */ enabledRegions),
/* harmony export */   listRegions: () => (/* binding */ listRegions)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_account__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(82990);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(92857);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(92416);
/* harmony import */ var _paging_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(97751);





const Page = zod__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({
    NextToken: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().optional(),
    Regions: zod__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({ RegionName: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP() })),
});
/** Every region that is enabled for the account, in alphabetical order. */
async function enabledRegions(login, call) {
    const client = login.client(_aws_sdk_client_account__WEBPACK_IMPORTED_MODULE_4__/* .AccountClient */ .pt, login.partition.globalRegion);
    const ask = (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .createAsk */ .cY)(login.caller({ concurrency: 1, perSecond: 5, burst: 5 }));
    const read = async (token) => await ask('account:ListRegions', 'listing the regions of the account', Page, (options) => client.send(new _aws_sdk_client_account__WEBPACK_IMPORTED_MODULE_4__/* .ListRegionsCommand */ .$K({
        RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'],
        MaxResults: 50,
        ...(token === undefined ? {} : { NextToken: token }),
    }), options), call);
    const regions = [];
    for await (const page of (0,_paging_js__WEBPACK_IMPORTED_MODULE_2__/* .pages */ .B)(read, ({ NextToken }) => NextToken)) {
        regions.push(...page.Regions.map((region) => region.RegionName));
    }
    return regions.sort();
}
/** The same for an account that names no `regions`: the error says what else would help. */
async function listRegions(login, call) {
    try {
        return await enabledRegions(login, call);
    }
    catch (thrown) {
        const error = _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown);
        const hint = `grant account:ListRegions, or name the account's regions under "regions:"`;
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH(error.code, `${error.message}; ${hint}`, { cause: error.cause ?? error });
    }
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

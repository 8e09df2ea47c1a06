export const id = 135;
export const ids = [135];
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

/***/ 25135:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   checkElb: () => (/* binding */ checkElb)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);
/* harmony import */ var _core_trial_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(58022);
/* harmony import */ var _check_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(30867);
/* harmony import */ var _policy_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(73593);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(73788);





/** No service can read a certificate or a key in it. */
const unreadable = 'this is no certificate: certferry asks whether it may upload one';
/** Each list is asked for one item; what is written names no listener, and brings no certificate. */
async function checkElb(login, { project, api }, call) {
    const { region, projectId } = project;
    const limits = { concurrency: 4, perSecond: 20, burst: 4 };
    const ask = login.ask('elb', project, login.caller(limits));
    const { uuid, hex } = (0,_check_js__WEBPACK_IMPORTED_MODULE_2__/* .nowhere */ .j)();
    async function first(action, path, schema, query = {}) {
        const doing = `listing ${path.split('/').at(-1) ?? path} in ${region}`;
        const address = { action, doing, method: 'GET', path: `/v3/${projectId}/elb/${path}` };
        await ask({ ...address, query: { limit: '1', ...query } }, schema, call);
    }
    /** A login that may not see all enterprise projects asks for those that it was granted. */
    const anywhere = (action, path, schema) => async () => {
        try {
            await first(action, path, schema);
        }
        catch (thrown) {
            if (_core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown).code !== 'PERMISSION_MISSING')
                throw thrown;
            await first(action, path, schema, { enterprise_project_id: 'all_granted_eps' });
        }
    };
    const trials = {
        'elb:certificates:get': () => api.certificate(hex, call),
        'elb:certificates:list': anywhere('elb:certificates:list', 'certificates', _schema_js__WEBPACK_IMPORTED_MODULE_4__/* .ElbCertificates */ .kM),
        'elb:l7policies:list': anywhere('elb:l7policies:list', 'l7policies', _schema_js__WEBPACK_IMPORTED_MODULE_4__/* .ElbPolicies */ .Ar),
        'elb:l7rules:list': () => first('elb:l7rules:list', `l7policies/${uuid}/rules`, _schema_js__WEBPACK_IMPORTED_MODULE_4__/* .ElbRules */ .rn),
        'elb:listeners:get': () => api.listener(uuid, call),
        'elb:listeners:list': anywhere('elb:listeners:list', 'listeners', _schema_js__WEBPACK_IMPORTED_MODULE_4__/* .ElbListeners */ .xL),
        'elb:loadbalancers:get': () => api.loadBalancer(uuid, call),
        'elb:loadbalancers:list': anywhere('elb:loadbalancers:list', 'loadbalancers', _schema_js__WEBPACK_IMPORTED_MODULE_4__/* .ElbLoadBalancers */ .nl),
        'elb:quotas:list': () => api.certificateRoom(call),
        'elb:certificates:create': () => api.create('certferry-check', {
            name: 'certferry-check',
            type: 'server',
            certificate: unreadable,
            private_key: unreadable,
        }, call),
        'elb:listeners:put': () => api.update(uuid, { default_tls_container_ref: hex }, call),
    };
    return await (0,_core_trial_js__WEBPACK_IMPORTED_MODULE_1__/* .tryEach */ .Z)([..._policy_js__WEBPACK_IMPORTED_MODULE_3__/* .elbActions */ .Ju.read, ..._policy_js__WEBPACK_IMPORTED_MODULE_3__/* .elbActions */ .Ju.write], trials, _check_js__WEBPACK_IMPORTED_MODULE_2__/* .isAnswer */ .T);
}


/***/ }),

/***/ 30867:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ isAnswer),
/* harmony export */   j: () => (/* binding */ nowhere)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(21057);


/** Names in the right form of things that certainly do not exist. */
function nowhere() {
    const uuid = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)();
    return {
        uuid,
        hex: uuid.replaceAll('-', ''),
        // Never resolves and can be nobody's. https://www.rfc-editor.org/rfc/rfc6761#section-6.4
        domain: `${uuid}.invalid`,
    };
}
/** IAM is asked before a service looks for what a call names, or reads what it brings. */
function isAnswer(error) {
    const looked = ['RESOURCE_GONE', 'CERTIFICATE_REJECTED'].includes(error.code);
    return looked && (0,_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .wireCode */ .Ll)(error) !== undefined;
}


/***/ }),

/***/ 73788:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AA: () => (/* binding */ ElbListenerReply),
/* harmony export */   Am: () => (/* binding */ ElbCreated),
/* harmony export */   Ar: () => (/* binding */ ElbPolicies),
/* harmony export */   DO: () => (/* binding */ ElbCertificateReply),
/* harmony export */   Jm: () => (/* binding */ CdnDomains),
/* harmony export */   O7: () => (/* binding */ CdnStatus),
/* harmony export */   RS: () => (/* binding */ Done),
/* harmony export */   SF: () => (/* binding */ CdnConfig),
/* harmony export */   i8: () => (/* binding */ ElbLoadBalancerReply),
/* harmony export */   kM: () => (/* binding */ ElbCertificates),
/* harmony export */   nl: () => (/* binding */ ElbLoadBalancers),
/* harmony export */   rn: () => (/* binding */ ElbRules),
/* harmony export */   tv: () => (/* binding */ ElbQuotas),
/* harmony export */   u2: () => (/* binding */ CdnCertificates),
/* harmony export */   xL: () => (/* binding */ ElbListeners)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(92857);

// Only the fields that are read, and only as much as is believed of them. What is absent comes as null,
// as "" or not at all.
const text = zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().nullish();
/** Older APIs of CDN are said to send numbers as text. */
const number = zod__WEBPACK_IMPORTED_MODULE_0__/* .union */ .KCZ([zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().regex(/^\d+$/u).transform(Number)]);
const CdnDomains = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    total: number,
    domains: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
        domain_name: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1),
        domain_status: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        cname: text,
        https_status: number,
        locked: number.nullish(),
        disabled: number.nullish(),
        locked_reason: text,
        banned_reason: text,
        enterprise_project_id: text,
    })),
});
const CdnCertificates = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    total: number,
    https: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ domain_name: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), cert_name: text, certificate: text })),
});
const CdnStatus = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ domain: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ domain_status: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }) });
const CdnHttps = zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({
    https_status: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['on', 'off']),
    certificate_type: text,
    certificate_source: number.nullish(),
    scm_certificate_id: text,
    certificate_name: text,
    certificate_value: text,
    certificates: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({ certificate_type: text })).nullish(),
    http2_status: text,
    tls_version: text,
    ocsp_stapling_status: text,
});
/** Every member is kept: all but the certificate is compared. `https` is null where it never was on. */
const CdnConfig = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ configs: zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({ https: CdnHttps.nullable() }) });
/** Writing answers with nothing that is read. */
const Done = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({});
const PageInfo = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ next_marker: text });
const Ids = zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1) }));
const LoadBalancer = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1),
    name: text,
    guaranteed: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY(),
    provisioning_status: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    operating_status: text,
    frozen_scene: text,
    vip_address: text,
    publicips: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ publicip_address: text })).nullish(),
    eips: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ eip_address: text })).nullish(),
});
const ElbLoadBalancers = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    loadbalancers: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(LoadBalancer),
    page_info: PageInfo,
});
const ElbLoadBalancerReply = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ loadbalancer: LoadBalancer });
/** Every member is kept: all but the certificates is compared. */
const Listener = zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({
    id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1),
    name: text,
    protocol: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    protocol_port: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().nullish(),
    loadbalancers: Ids,
    default_tls_container_ref: text,
    sni_container_refs: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).nullish(),
    admin_state_up: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().nullish(),
    protection_status: text,
    enterprise_project_id: text,
});
const ElbListeners = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ listeners: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(Listener), page_info: PageInfo });
const ElbListenerReply = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ listener: Listener });
const Certificate = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1),
    name: text,
    type: text,
    domain: text,
    certificate: text,
    description: text,
    enterprise_project_id: text,
    protection_status: text,
    protection_reason: text,
    created_at: text,
});
const ElbCertificates = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    certificates: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(Certificate),
    page_info: PageInfo,
});
const ElbCertificateReply = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ certificate: Certificate });
const ElbCreated = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ certificate: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1) }) });
/** `quota_limit` is -1 where there is none. */
const ElbQuotas = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    quotas: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ quota_key: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), quota_limit: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), used: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig() })),
});
const Rule = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    type: text,
    value: text,
    invert: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().nullish(),
    conditions: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ value: text })).nullish(),
});
const ElbPolicies = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    l7policies: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1), listener_id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), rules: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(Rule).nullish() })),
    page_info: PageInfo,
});
const ElbRules = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ rules: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(Rule), page_info: PageInfo });


/***/ })

};

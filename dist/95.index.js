export const id = 95;
export const ids = [95];
export const modules = {

/***/ 56589:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ aside),
/* harmony export */   m: () => (/* binding */ askedOnce)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);

/** How long a reading may take that only a remark depends on. */
const patienceMs = 3_000;
/** Nothing depends on the answer enough to ask twice. */
const askedOnce = [
    'CLOUD_UNAVAILABLE',
    'RATE_LIMITED',
    'RESOURCE_BUSY',
];
/**
 * A reading that only a remark depends on, begun beside the readings that matter. Never rejects and is
 * never late: a missing permission, a failure, a cloud that does not know the call or takes its time
 * are all undefined, and cost the preview that remark.
 */
async function aside(reading, call) {
    const signal = AbortSignal.any([call.signal, AbortSignal.timeout(patienceMs)]);
    try {
        return await reading({ ...call, signal });
    }
    catch (thrown) {
        const { code, message } = _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown);
        // What is a defect of ours must not hide among missing permissions.
        const level = code === 'INTERNAL' ? 'warn' : 'debug';
        call.log[level]('a remark was left out', { code, reason: message });
        return undefined;
    }
}


/***/ }),

/***/ 52095:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createElbApi: () => (/* binding */ createElbApi)
/* harmony export */ });
/* unused harmony export tlsProtocols */
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);
/* harmony import */ var _aside_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(56589);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(73788);



/** Protocols whose listeners end TLS. Shared load balancers call HTTPS `TERMINATED_HTTPS`. */
const tlsProtocols = ['HTTPS', 'TERMINATED_HTTPS', 'TLS', 'QUIC'];
/** How a login that may not see all enterprise projects asks for those that it may see. */
const granted = { enterprise_project_id: 'all_granted_eps' };
/**
 * The calls of Elastic Load Balance v3 in one region, for shared and dedicated load balancers alike.
 * There is no published limit but the gateway's 200 a second for each call; this stays far below it.
 * https://support.huaweicloud.com/intl/en-us/api-elb/
 */
function createElbApi(login, project) {
    const { region, projectId } = project;
    const ask = login.ask('elb', project, login.caller({ concurrency: 4, perSecond: 60, burst: 8 }));
    // Beside the lists, and never in their way.
    const askBeside = login.ask('elb', project, login.caller({ concurrency: 1, perSecond: 5 }));
    const base = `/v3/${projectId}/elb`;
    async function* marked({ action, what, path, query, schema }, call) {
        let marker;
        do {
            const from = marker === undefined || marker === null ? {} : { marker };
            const page = await ask({
                action,
                doing: `listing ${what} in ${region}`,
                method: 'GET',
                path: `${base}/${path}`,
                query: { ...query, ...from },
            }, schema, call);
            yield page;
            const next = page.page_info.next_marker;
            if (next === marker && next !== undefined && next !== null) {
                throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('CLOUD_UNEXPECTED', `the list of ${what} in ${region} has no end`);
            }
            marker = next;
        } while (marker !== undefined && marker !== null && marker !== '');
    }
    /** All enterprise projects; for a login that may not ask for all, those that it was granted. */
    async function* listed(listing, call) {
        let begun = false;
        try {
            for await (const page of marked(listing, call)) {
                begun = true;
                yield page;
            }
        }
        catch (thrown) {
            if (begun || _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown).code !== 'PERMISSION_MISSING')
                throw thrown;
            yield* marked({ ...listing, query: { ...listing.query, ...granted } }, call);
        }
    }
    async function read(action, doing, path, schema, call) {
        return await ask({ action, doing, method: 'GET', path: `${base}/${path}` }, schema, call);
    }
    const listenersBy = (query) => ({
        action: 'elb:listeners:list',
        what: 'listeners',
        path: 'listeners',
        query: { limit: '2000', ...query },
        schema: _schema_js__WEBPACK_IMPORTED_MODULE_2__/* .ElbListeners */ .xL,
    });
    async function rulesOf(policy, call) {
        const found = [];
        const listing = {
            action: 'elb:l7rules:list',
            what: `rules of forwarding policy ${policy}`,
            path: `l7policies/${policy}/rules`,
            query: { limit: '2000' },
            schema: _schema_js__WEBPACK_IMPORTED_MODULE_2__/* .ElbRules */ .rn,
        };
        for await (const { rules } of marked(listing, call))
            found.push(...rules);
        return found;
    }
    return {
        async *listeners(call) {
            for await (const { listeners } of listed(listenersBy({ protocol: tlsProtocols }), call)) {
                yield listeners;
            }
        },
        /** Of any protocol and in every enterprise project: throws where the login may not see all. */
        async *everyListener(call) {
            for await (const { listeners } of marked(listenersBy({}), call))
                yield listeners;
        },
        async *loadBalancers(call) {
            const listing = {
                action: 'elb:loadbalancers:list',
                what: 'load balancers',
                path: 'loadbalancers',
                query: { limit: '2000' },
                schema: _schema_js__WEBPACK_IMPORTED_MODULE_2__/* .ElbLoadBalancers */ .nl,
            };
            for await (const { loadbalancers } of listed(listing, call))
                yield loadbalancers;
        },
        /** Pages are smaller than they could be: each item is a chain, and a key until it is stripped. */
        async *certificates(call) {
            const listing = {
                action: 'elb:certificates:list',
                what: 'certificates',
                path: 'certificates',
                query: { limit: '1000' },
                schema: _schema_js__WEBPACK_IMPORTED_MODULE_2__/* .ElbCertificates */ .kM,
            };
            for await (const { certificates } of listed(listing, call))
                yield certificates;
        },
        async *policies(call) {
            const listing = {
                action: 'elb:l7policies:list',
                what: 'forwarding policies',
                path: 'l7policies',
                query: { limit: '2000', display_all_rules: 'true' },
                schema: _schema_js__WEBPACK_IMPORTED_MODULE_2__/* .ElbPolicies */ .Ar,
            };
            for await (const { l7policies } of listed(listing, call))
                yield l7policies;
        },
        /** `display_all_rules` promises details; documented replies show ids only, and are asked again. */
        async rules({ id, rules }, call) {
            const known = (rules ?? []).every(({ type }) => type !== undefined && type !== null);
            return known ? (rules ?? []) : await rulesOf(id, call);
        },
        /**
         * How many certificates the project holds, and how many it may.
         * https://support.huaweicloud.com/intl/en-us/api-elb/ListQuotaDetails.html
         */
        async certificateRoom(call) {
            const { quotas } = await askBeside({
                action: 'elb:quotas:list',
                doing: `reading how many certificates ELB holds in ${region}`,
                method: 'GET',
                path: `${base}/quotas/details`,
                query: { quota_key: 'certificate' },
            }, _schema_js__WEBPACK_IMPORTED_MODULE_2__/* .ElbQuotas */ .tv, call, { final: _aside_js__WEBPACK_IMPORTED_MODULE_1__/* .askedOnce */ .m });
            const own = quotas.find(({ quota_key }) => quota_key === 'certificate');
            if (own === undefined) {
                throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH('CLOUD_UNEXPECTED', `no quota of certificates is told in ${region}`);
            }
            return { used: own.used, limit: own.quota_limit < 0 ? null : own.quota_limit };
        },
        async listener(id, call) {
            const doing = `reading listener ${id}`;
            const path = `listeners/${id}`;
            return (await read('elb:listeners:get', doing, path, _schema_js__WEBPACK_IMPORTED_MODULE_2__/* .ElbListenerReply */ .AA, call)).listener;
        },
        async loadBalancer(id, call) {
            const doing = `reading load balancer ${id}`;
            const path = `loadbalancers/${id}`;
            return (await read('elb:loadbalancers:get', doing, path, _schema_js__WEBPACK_IMPORTED_MODULE_2__/* .ElbLoadBalancerReply */ .i8, call))
                .loadbalancer;
        },
        async certificate(id, call) {
            const doing = `reading certificate ${id}`;
            const path = `certificates/${id}`;
            return (await read('elb:certificates:get', doing, path, _schema_js__WEBPACK_IMPORTED_MODULE_2__/* .ElbCertificateReply */ .DO, call))
                .certificate;
        },
        /** Sent once: blindly sent again, one whose answer was lost would leave a second object. */
        async create(name, certificate, call) {
            const made = await ask({
                action: 'elb:certificates:create',
                doing: `uploading certificate "${name}" to ELB in ${region}`,
                method: 'POST',
                path: `${base}/certificates`,
                body: { certificate },
            }, _schema_js__WEBPACK_IMPORTED_MODULE_2__/* .ElbCreated */ .Am, call, { final: ['CLOUD_UNAVAILABLE'], brings: 'certificate' });
            return made.certificate.id;
        },
        /** Safe to send twice: the second time it is gone. */
        async remove(id, call) {
            await ask({
                action: 'elb:certificates:delete',
                doing: `removing certificate ${id}`,
                method: 'DELETE',
                path: `${base}/certificates/${id}`,
            }, _schema_js__WEBPACK_IMPORTED_MODULE_2__/* .Done */ .RS, call, { final: ['RESOURCE_BUSY'] });
        },
        /** Changes the fields that are given and no other; a list is replaced as a whole. */
        async update(id, listener, call) {
            await ask({
                action: 'elb:listeners:put',
                doing: `setting the certificates of listener ${id}`,
                method: 'PUT',
                path: `${base}/listeners/${id}`,
                body: { listener },
            }, _schema_js__WEBPACK_IMPORTED_MODULE_2__/* .Done */ .RS, call, { final: ['CLOUD_UNAVAILABLE', 'RESOURCE_BUSY'], brings: 'binding' });
        },
    };
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

export const id = 745;
export const ids = [745];
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

/***/ 90745:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   checkCdn: () => (/* binding */ checkCdn)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9115);
/* harmony import */ var _core_trial_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(58022);
/* harmony import */ var _check_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(30867);
/* harmony import */ var _policy_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(73593);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(73788);





const everywhere = { enterprise_project_id: 'all' };
async function joint(asking, actions) {
    try {
        await asking;
        return { kind: 'allowed' };
    }
    catch (thrown) {
        const error = _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .DeployError */ .sH.from(thrown);
        const { code, message } = error;
        if (code === 'CREDENTIALS_REJECTED' || code === 'CANCELLED')
            throw error;
        if ((0,_check_js__WEBPACK_IMPORTED_MODULE_2__/* .isAnswer */ .T)(error))
            return { kind: 'allowed' };
        if (code !== 'PERMISSION_MISSING')
            return { kind: 'unclear', message };
        const said = error.cause instanceof Error ? error.cause.message : '';
        const lacks = actions.find((action) => new RegExp(`${action}\\b`, 'u').test(said));
        return { kind: 'denied', message, lacks };
    }
}
/** What the calls with one action each, and the one with several, tell together of the latter's. */
function concluded(permission, call, { doing, own, needed }) {
    if (call.kind === 'unclear')
        return { permission, state: 'unknown', message: call.message };
    if (call.kind === 'allowed') {
        if (needed)
            return { permission, state: 'granted', message: '' };
        const message = `no call asks for it alone; ${doing} is allowed, so nothing that it needs is missing`;
        return { permission, state: 'unknown', message };
    }
    const { lacks, message } = call;
    if (lacks === permission)
        return { permission, state: 'missing', message };
    const other = lacks ?? own.find(({ state }) => state !== 'granted')?.permission;
    if (other !== undefined) {
        return { permission, state: 'unknown', message: `not told while ${other} is missing` };
    }
    const words = needed
        ? `${doing} is denied, although everything else that it needs is granted`
        : `${doing} is denied, and Huawei Cloud does not say for lack of which action: this may be it`;
    return { permission, state: 'missing', message: `${words} (${message})` };
}
/**
 * Three actions have calls of their own. The full configuration needs several, and which is not
 * documented, so what it needs is concluded from whether it may be read and written.
 */
async function checkCdn(login, api, call) {
    const ask = login.ask('cdn', null, login.caller({ concurrency: 4, perSecond: 5, burst: 4 }));
    const { domain } = (0,_check_js__WEBPACK_IMPORTED_MODULE_2__/* .nowhere */ .j)();
    const one = { ...everywhere, page_size: '1', page_number: '1' };
    const trials = {
        'cdn:configuration:queryDomains': () => ask({
            action: 'cdn:configuration:queryDomains',
            doing: 'listing CDN domains',
            method: 'GET',
            path: '/v1.0/cdn/domains',
            query: one,
        }, _schema_js__WEBPACK_IMPORTED_MODULE_4__/* .CdnDomains */ .Jm, call),
        'cdn:configuration:queryHttpsConf': () => ask({
            action: 'cdn:configuration:queryHttpsConf',
            doing: 'listing the certificates of CDN domains',
            method: 'GET',
            path: '/v1.0/cdn/domains/https-certificate-info',
            query: one,
        }, _schema_js__WEBPACK_IMPORTED_MODULE_4__/* .CdnCertificates */ .u2, call),
        // Takes several domains, and answers for each of them whether it was changed.
        'cdn:configuration:modifyHttpsConf': () => ask({
            action: 'cdn:configuration:modifyHttpsConf',
            doing: 'changing the HTTPS settings of CDN domains',
            method: 'PUT',
            path: '/v1.0/cdn/domains/config-https-info',
            query: everywhere,
            body: { https: { domain_name: domain, https_switch: 0 } },
        }, _schema_js__WEBPACK_IMPORTED_MODULE_4__/* .Done */ .RS, call),
    };
    const { read, write } = _policy_js__WEBPACK_IMPORTED_MODULE_3__/* .cdnActions */ .Hs;
    const declared = [...read, ...write];
    const ownOf = (actions) => actions.filter((action) => action in trials);
    const [own, reading, writing] = await Promise.all([
        (0,_core_trial_js__WEBPACK_IMPORTED_MODULE_1__/* .tryEach */ .Z)(ownOf(declared), trials, _check_js__WEBPACK_IMPORTED_MODULE_2__/* .isAnswer */ .T),
        joint(api.config(domain, call), read),
        joint(api.writeHttps(domain, { https_status: 'off' }, call), write),
    ]);
    const oneOf = (actions) => own.filter(({ permission }) => actions.some((action) => action === permission));
    return declared.map((permission) => {
        const found = own.find((check) => check.permission === permission);
        if (found !== undefined)
            return found;
        return permission === 'cdn:configuration:modifyOriginConfInfo'
            ? concluded(permission, writing, {
                doing: 'changing the configuration of a domain',
                own: oneOf(write),
                needed: true,
            })
            : concluded(permission, reading, {
                doing: 'reading the configuration of a domain',
                own: oneOf(read),
                needed: false,
            });
    });
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


/***/ })

};

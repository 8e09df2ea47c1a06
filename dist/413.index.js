export const id = 413;
export const ids = [413,618];
export const modules = {

/***/ 82606:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {

var __webpack_unused_export__;

__webpack_unused_export__ = ({ value: true });
exports.K = void 0;
/* eslint-disable @typescript-eslint/no-unused-vars */
/*
 * Copyright (c) 2018 Tencent. All Rights Reserved.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing,
 * software distributed under the License is distributed on an
 * "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY
 * KIND, either express or implied.  See the License for the
 * specific language governing permissions and limitations
 * under the License.
 */
const abstract_client_1 = __webpack_require__(91212);
/**
 * region client
 * @class
 */
class Client extends abstract_client_1.AbstractClient {
    constructor(clientConfig) {
        super("region.tencentcloudapi.com", "2022-06-27", clientConfig);
    }
    /**
     * 本接口(DescribeProducts)用于查询各个支持地域列表查询的产品信息。
     */
    async DescribeProducts(req, cb) {
        return this.request("DescribeProducts", req, cb);
    }
    /**
     * 本接口(DescribeRegions)用于查询各个产品支持地域信息。
     */
    async DescribeRegions(req, cb) {
        return this.request("DescribeRegions", req, cb);
    }
    /**
     * 本接口(DescribeZones)用于查询产品可用区信息。
     */
    async DescribeZones(req, cb) {
        return this.request("DescribeZones", req, cb);
    }
}
exports.K = Client;


/***/ }),

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

/***/ 68413:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   checkClb: () => (/* binding */ checkClb)
/* harmony export */ });
/* harmony import */ var tencentcloud_sdk_nodejs_tencentcloud_services_clb_v20180317_clb_client_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(27547);
/* harmony import */ var _check_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2795);
/* harmony import */ var _clb_unit_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(13627);
/* harmony import */ var _regions_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(48618);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(78180);





async function checkClb(login, { region, api }, call) {
    const ask = login.ask(tencentcloud_sdk_nodejs_tencentcloud_services_clb_v20180317_clb_client_js__WEBPACK_IMPORTED_MODULE_0__/* .Client */ .K, 'clb', region);
    const none = (0,_check_js__WEBPACK_IMPORTED_MODULE_1__/* .nowhere */ .jx)();
    const at = { LoadBalancerId: none.loadBalancer, ListenerId: none.listener };
    const certificate = (0,_clb_unit_js__WEBPACK_IMPORTED_MODULE_2__/* .certificateArgument */ .bQ)(null, [none.certificate]);
    const trials = {
        'clb:DescribeLBOperateProtect': () => api.protection([none.loadBalancer], call),
        'clb:DescribeListeners': () => api.listeners(none.loadBalancer, call),
        'clb:DescribeLoadBalancers': () => ask({
            action: 'clb:DescribeLoadBalancers',
            doing: `listing load balancers in ${region}`,
            schema: _schema_js__WEBPACK_IMPORTED_MODULE_4__/* .ClbLoadBalancers */ .LW,
            body: { Offset: 0, Limit: 1 },
        }, call),
        'clb:DescribeTaskStatus': () => ask({
            action: 'clb:DescribeTaskStatus',
            doing: `reading the state of a change in ${region}`,
            schema: _schema_js__WEBPACK_IMPORTED_MODULE_4__/* .ClbTaskStatus */ .XE,
            body: { TaskId: none.uuid },
        }, call),
        'clb:ModifyDomainAttributes': () => ask({
            action: 'clb:ModifyDomainAttributes',
            doing: `setting the certificate of a domain in ${region}`,
            schema: _schema_js__WEBPACK_IMPORTED_MODULE_4__/* .ClbTask */ .Xb,
            body: { ...at, Domain: none.domain, ...certificate },
        }, call),
        'clb:ModifyListener': () => ask({
            action: 'clb:ModifyListener',
            doing: `setting the certificate of a listener in ${region}`,
            schema: _schema_js__WEBPACK_IMPORTED_MODULE_4__/* .ClbTask */ .Xb,
            body: { ...at, ...certificate },
        }, call),
    };
    return await (0,_check_js__WEBPACK_IMPORTED_MODULE_1__/* .checkTarget */ .e$)('tencent/clb', {
        ...(0,_check_js__WEBPACK_IMPORTED_MODULE_1__/* .sharedTrials */ .nP)(login, call),
        'region:DescribeRegions': () => (0,_regions_js__WEBPACK_IMPORTED_MODULE_3__.listRegions)(login, call),
        ...trials,
    });
}


/***/ }),

/***/ 2795:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e$: () => (/* binding */ checkTarget),
/* harmony export */   jx: () => (/* binding */ nowhere),
/* harmony export */   nP: () => (/* binding */ sharedTrials)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var tencentcloud_sdk_nodejs_tencentcloud_services_ssl_v20191205_ssl_client_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(94701);
/* harmony import */ var tencentcloud_sdk_nodejs_tencentcloud_services_sts_v20180813_sts_client_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(28684);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(92857);
/* harmony import */ var _core_trial_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(58022);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(98722);
/* harmony import */ var _login_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(33851);
/* harmony import */ var _policy_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3137);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(78180);









/** Names in the right form of things that certainly do not exist. */
function nowhere() {
    const uuid = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)();
    const short = uuid.slice(0, 8);
    return {
        uuid,
        // Never resolves and can be nobody's. https://www.rfc-editor.org/rfc/rfc6761#section-6.4
        domain: `${uuid}.invalid`,
        certificate: short,
        loadBalancer: `lb-${short}`,
        listener: `lbl-${short}`,
        wafDomain: uuid.replaceAll('-', ''),
        wafInstance: `waf_${short}`,
    };
}
/**
 * CAM is asked before a service looks for what a call names, or reads what it brings. What is said of
 * the form of a request (`MissingParameter`, `UnknownParameter`) may come before that, and what is
 * said of the account (not verified, no such service) tells nothing either.
 */
function isAnswer(error) {
    const wire = (0,_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .wireCode */ .Ll)(error);
    if (wire === undefined)
        return false;
    return (error.code === 'RESOURCE_GONE' ||
        error.code === 'CERTIFICATE_REJECTED' ||
        (error.code === 'CLOUD_UNEXPECTED' && /^InvalidParameter(?:Value)?(?:\.|$)/u.test(wire)));
}
/** Tries what this target declares; `trials` must hold one for each. */
async function checkTarget(target, trials) {
    const { read = [], write = [] } = _policy_js__WEBPACK_IMPORTED_MODULE_6__/* .tencentPermissions */ ._V.get(target) ?? {};
    return await (0,_core_trial_js__WEBPACK_IMPORTED_MODULE_3__/* .tryEach */ .Z)([...read, ...write], trials, isAnswer);
}
/** No service can read a certificate or a key in it. */
const unreadable = 'this is no certificate: certferry asks whether it may upload one';
/** Of the login and of the certificates, which every target needs. */
function sharedTrials(login, call) {
    const sts = login.ask(tencentcloud_sdk_nodejs_tencentcloud_services_sts_v20180813_sts_client_js__WEBPACK_IMPORTED_MODULE_2__/* .Client */ .K, 'sts', _login_js__WEBPACK_IMPORTED_MODULE_5__/* .homeRegion */ .w);
    const ssl = login.ask(tencentcloud_sdk_nodejs_tencentcloud_services_ssl_v20191205_ssl_client_js__WEBPACK_IMPORTED_MODULE_1__/* .Client */ .K, 'ssl', _login_js__WEBPACK_IMPORTED_MODULE_5__/* .homeRegion */ .w);
    const { certificate } = nowhere();
    return {
        'sts:GetCallerIdentity': () => sts({
            action: 'sts:GetCallerIdentity',
            doing: 'asking Tencent Cloud whose login this is',
            schema: zod__WEBPACK_IMPORTED_MODULE_8__/* .object */ .Ikc({}),
            body: {},
        }, call),
        'ssl:CheckCertificateExist': () => ssl({
            action: 'ssl:CheckCertificateExist',
            doing: 'looking for a certificate among those uploaded before',
            schema: _schema_js__WEBPACK_IMPORTED_MODULE_7__/* .Existing */ .aw,
            body: { CertificatePublicKey: unreadable },
        }, call),
        'ssl:DescribeCertificateDetail': () => ssl({
            action: 'ssl:DescribeCertificateDetail',
            doing: 'reading a certificate',
            schema: _schema_js__WEBPACK_IMPORTED_MODULE_7__/* .CertificateDetail */ .Xd,
            body: { CertificateId: certificate },
        }, call),
        'ssl:DescribeCertificates': () => ssl({
            action: 'ssl:DescribeCertificates',
            doing: 'listing certificates',
            schema: _schema_js__WEBPACK_IMPORTED_MODULE_7__/* .CertificateList */ .oF,
            body: { Offset: 0, Limit: 1 },
        }, call),
        'ssl:UploadCertificate': () => ssl({
            action: 'ssl:UploadCertificate',
            doing: 'uploading a certificate',
            schema: _schema_js__WEBPACK_IMPORTED_MODULE_7__/* .Uploaded */ .RA,
            body: {
                CertificatePublicKey: unreadable,
                CertificatePrivateKey: unreadable,
                CertificateType: 'SVR',
                Repeatable: false,
            },
        }, call),
    };
}


/***/ }),

/***/ 48618:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   listRegions: () => (/* binding */ listRegions)
/* harmony export */ });
/* harmony import */ var tencentcloud_sdk_nodejs_tencentcloud_services_region_v20220627_region_client_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(82606);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9115);
/* harmony import */ var _login_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(33851);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(78180);




/** Every region in which CLB is available, in alphabetical order. */
async function listRegions(login, call) {
    const ask = login.ask(tencentcloud_sdk_nodejs_tencentcloud_services_region_v20220627_region_client_js__WEBPACK_IMPORTED_MODULE_0__/* .Client */ .K, 'region', _login_js__WEBPACK_IMPORTED_MODULE_2__/* .homeRegion */ .w);
    try {
        const { RegionSet } = await ask({
            action: 'region:DescribeRegions',
            doing: 'listing the regions of CLB',
            schema: _schema_js__WEBPACK_IMPORTED_MODULE_3__/* .Regions */ .GL,
            body: { Product: 'clb' },
        }, call);
        const open = RegionSet.filter(({ RegionState }) => RegionState !== 'UNAVAILABLE');
        if (open.length === 0)
            throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .DeployError */ .sH('CLOUD_UNEXPECTED', 'the list of regions is empty');
        return open.map(({ Region }) => Region).sort();
    }
    catch (thrown) {
        const error = _core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .DeployError */ .sH.from(thrown);
        const hint = `grant region:DescribeRegions, or name the account's regions under "regions:"`;
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .DeployError */ .sH(error.code, `${error.message}; ${hint}`, { cause: error.cause ?? error });
    }
}


/***/ })

};

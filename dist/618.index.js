export const id = 618;
export const ids = [618];
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

export const id = 890;
export const ids = [890];
export const modules = {

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


/***/ })

};

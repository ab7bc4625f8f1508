import { createRequire as createNodeRequire } from 'node:module';
const require = createNodeRequire(import.meta.url);
import{A as a,B as b,C as c}from"./chunk-TVAZEPDP.js";import"./chunk-3ZHAMHQQ.js";import"./chunk-D4CEVXWW.js";import"./chunk-MQHDOIIA.js";import"./chunk-DBOY25KS.js";export{c as wireInspector,a as wireProfiler,b as wireTracker};

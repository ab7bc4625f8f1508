import { createRequire as createNodeRequire } from 'node:module';
const require = createNodeRequire(import.meta.url);
import{t as a,u as b,v as c}from"./chunk-6BQLSF6G.js";import"./chunk-2TXETTQF.js";import"./chunk-QJPEDMJS.js";import"./chunk-I3FFQCYA.js";import"./chunk-JTQMDDLT.js";import"./chunk-MQHDOIIA.js";import"./chunk-DBOY25KS.js";export{c as wireInspector,a as wireProfiler,b as wireTracker};

import { createRequire as createNodeRequire } from 'node:module';
const require = createNodeRequire(import.meta.url);
import{v as a,w as b,x as c}from"./chunk-SXWQLH65.js";import"./chunk-6SYROXQR.js";import"./chunk-X2K7NZH3.js";import"./chunk-MQHDOIIA.js";import"./chunk-DBOY25KS.js";export{c as wireInspector,a as wireProfiler,b as wireTracker};

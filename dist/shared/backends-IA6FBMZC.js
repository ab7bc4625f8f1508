import { createRequire as createNodeRequire } from 'node:module';
const require = createNodeRequire(import.meta.url);
import{w as a,x as b,y as c}from"./chunk-WIJISF3J.js";import"./chunk-P4BFTLEO.js";import"./chunk-DIJPABEU.js";import"./chunk-MQHDOIIA.js";import"./chunk-DBOY25KS.js";export{c as wireInspector,a as wireProfiler,b as wireTracker};

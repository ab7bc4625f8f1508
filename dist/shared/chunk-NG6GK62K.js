import { createRequire as createNodeRequire } from 'node:module';
const require = createNodeRequire(import.meta.url);
import t from"node:process";function f(n){return s(n.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu," ")).trim()}function r(n){return n.split(/\r\n|[\n\r\u0085\u2028\u2029]/).map(o=>s(o.replaceAll(/(?:(?!\t)[\p{Cc}\p{Cf}])+/gu," ")).trimEnd()).join(`
`)}function e(n){return n.replaceAll("##[","\\u0023#[")}function s(n){return n.replace(/^(\s*)(:{2,})/,(o,u,c)=>u+[...c].join(" ")).replaceAll("##[","# #[")}function x(n){t.stdout.write(r(n))}function m(n){t.stdout.write(e(n))}function p(n){let o=n instanceof Error?n.stack??n.message:String(n);t.stderr.write(`${r(o)}
`)}var g=2;function L(){for(let n of[t.stdout,t.stderr])n.on("error",o=>{o.code!=="EPIPE"&&i(o)});t.on("uncaughtException",i),t.on("unhandledRejection",i)}function i(n){p(n),t.exit(g)}export{f as a,r as b,x as c,m as d,p as e,L as f};

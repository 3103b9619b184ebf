import{k as a}from"./sheet-BFWMTKER.js";import"./sheet-L64VTHSD.js";export{a as attach};

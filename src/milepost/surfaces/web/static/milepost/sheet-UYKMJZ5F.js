import{k as a}from"./sheet-ILXRMJIM.js";import"./sheet-L64VTHSD.js";export{a as attach};

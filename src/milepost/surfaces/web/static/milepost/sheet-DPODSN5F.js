import{d as a}from"./sheet-ABD3EMAE.js";import"./sheet-6XLQWC2O.js";export{a as attach};

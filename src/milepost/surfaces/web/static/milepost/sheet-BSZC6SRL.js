import{k as a}from"./sheet-FVFMHZGM.js";import"./sheet-Y2N6CBME.js";export{a as attach};

import{d as a}from"./sheet-4PQQXDYC.js";import"./sheet-4NR2L5WW.js";export{a as attach};

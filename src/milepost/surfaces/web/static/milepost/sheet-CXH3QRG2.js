import{d as a}from"./sheet-TA3X4RRP.js";import"./sheet-TSVD45ZF.js";export{a as attach};

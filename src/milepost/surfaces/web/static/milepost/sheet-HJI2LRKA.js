import{d as a}from"./sheet-YQ2SUYHN.js";import"./sheet-IBKM5J5T.js";export{a as attach};

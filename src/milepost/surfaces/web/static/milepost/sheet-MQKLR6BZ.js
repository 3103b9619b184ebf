import{d as a}from"./sheet-5PCP5TXJ.js";import"./sheet-W3FGQW6U.js";export{a as attach};

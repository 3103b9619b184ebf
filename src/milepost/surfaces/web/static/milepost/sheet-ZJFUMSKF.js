import{o as a}from"./sheet-IW6FLDH5.js";import"./sheet-FWE4RJAU.js";export{a as attach};

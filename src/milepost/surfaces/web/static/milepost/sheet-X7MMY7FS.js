import{o as a}from"./sheet-LH2PK7CQ.js";import"./sheet-FWE4RJAU.js";export{a as attach};

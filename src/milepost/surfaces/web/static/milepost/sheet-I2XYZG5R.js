import{m as a}from"./sheet-MT3LDXZE.js";import"./sheet-KC7CXJHL.js";export{a as attach};

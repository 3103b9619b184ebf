import{n as a}from"./sheet-5SOEZ2GW.js";import"./sheet-FWE4RJAU.js";export{a as attach};

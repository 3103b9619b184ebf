import{d as a}from"./sheet-ZK4TABII.js";import"./sheet-CZTVA5TQ.js";export{a as attach};

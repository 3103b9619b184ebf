import{d as a}from"./sheet-2U3B7YWU.js";import"./sheet-JXP7ROA5.js";export{a as attach};

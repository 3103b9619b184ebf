import{d as a}from"./sheet-LAIGLSKN.js";import"./sheet-74UKFPC6.js";export{a as attach};

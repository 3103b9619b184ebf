import{d as a}from"./sheet-ZJUY6ZXH.js";import"./sheet-AFEDVNYE.js";export{a as attach};

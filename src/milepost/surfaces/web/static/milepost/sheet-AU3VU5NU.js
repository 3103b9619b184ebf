import{d as a}from"./sheet-WKHQUKON.js";import"./sheet-QP6TOIZP.js";export{a as attach};

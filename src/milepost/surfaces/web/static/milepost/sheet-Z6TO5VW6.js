import{k as a}from"./sheet-YH3DUXMY.js";import"./sheet-5IJA3KX4.js";export{a as attach};

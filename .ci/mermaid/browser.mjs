// As much of a browser as Mermaid needs to draw: jsdom, and a guess at the size of text, which jsdom does not lay out.

import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html><body></body>", { pretendToBeVisual: true });

function box() {
  const [width, height] = [8 * Math.max(1, this.textContent.length), 20];
  return { x: 0, y: 0, top: 0, left: 0, right: width, bottom: height, width, height };
}

window.Element.prototype.getBoundingClientRect = box;
window.SVGElement.prototype.getBBox = box;
window.SVGElement.prototype.getComputedTextLength = function () {
  return box.call(this).width;
};

globalThis.window = window;
for (const name of ["document", "CSSStyleSheet", "DOMParser", "Element", "HTMLElement", "Node", "SVGElement", "XMLSerializer"]) {
  globalThis[name] = window[name];
}

export function parseHtml(html) {
  return new window.DOMParser().parseFromString(html, "text/html");
}

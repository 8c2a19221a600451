// Draws every diagram in the files given and compares the picture with the text. See check.sh.

import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { parseHtml } from "./browser.mjs";
import { diagramsOf, read } from "./diagram.mjs";

// The newest, and the one before: viewers are slow to follow.
const MERMAIDS = [await import("mermaid"), await import("mermaid-11")].map((module) => module.default);

function same(what, drawn, written) {
  if (!isDeepStrictEqual(drawn, written)) {
    throw new Error(`${what} differ\n  drawn:   ${JSON.stringify(drawn)}\n  written: ${JSON.stringify(written)}`);
  }
}

const texts = (elements) => [...elements].map((element) => element.textContent.trim()).sort();
const labels = (parts) => parts.map((part) => part.label).sort();
const visible = (labels) => labels.filter((label) => label !== "");

async function check(mermaid, id, text) {
  const written = read(text);
  if (written.nodes.length === 0 && !text.includes("flowchart TD")) throw new Error("no flowchart");

  // What Mermaid understood.
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  // A frame at the end of an edge counts as a vertex, too.
  const frames = new Set(written.frames.map((frame) => frame.id));
  const vertices = [...db.getVertices().values()].filter(({ id }) => !frames.has(id));
  same("nodes", vertices.map(({ id }) => id), written.nodes.map(({ id }) => id));
  same(
    "shapes",
    vertices.filter(({ type }) => type === "procs").map(({ id }) => id),
    written.nodes.filter(({ shape }) => shape).map(({ id }) => id),
  );
  const homes = ({ id, frame }) => `${id} in ${frame}`;
  same(
    "what frames hold",
    db.getSubGraphs().flatMap(({ id, nodes }) => nodes.map((node) => homes({ id: node, frame: id }))).sort(),
    [...written.nodes, ...written.frames].filter(({ frame }) => frame).map(homes).sort(),
  );
  same(
    "edges",
    db.getEdges().map(({ start, end, stroke }) => [start, end, stroke]),
    written.edges.map(({ from, to, stroke }) => [from, to, stroke]),
  );

  // What it drew.
  const picture = parseHtml((await mermaid.render(id, text)).svg);
  same("labels of nodes", texts(picture.querySelectorAll("g.node")), labels(written.nodes));
  same("labels of frames", texts(picture.querySelectorAll("g.cluster > .cluster-label")), labels(written.frames));
  // Mermaid 11 draws an empty label where there is none.
  same("labels of edges", visible(texts(picture.querySelectorAll("g.edgeLabels > g"))), visible(labels(written.edges)));
  const lines = picture.querySelectorAll("path.flowchart-link");
  same("numbers of lines", lines.length, written.edges.length);
  for (const line of lines) {
    if (!line.getAttribute("d") || /NaN|undefined/.test(line.getAttribute("d"))) throw new Error("a line has no path");
  }
  same("titles", texts(picture.querySelectorAll(".flowchartTitleText")), [written.title]);
}

let [drawn, failed] = [0, 0];
for (const mermaid of MERMAIDS) mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
for (const file of process.argv.slice(2)) {
  for (const { place, text } of diagramsOf(file, readFileSync(file, "utf8"))) {
    for (const [index, mermaid] of MERMAIDS.entries()) {
      try {
        await check(mermaid, `d${drawn}-${index}`, text);
      } catch (error) {
        failed += 1;
        console.error(`${place}: ${error.message}`);
      }
    }
    drawn += 1;
  }
}
if (drawn === 0) console.error("no diagram in the files given");
console.log(`${drawn} diagrams drawn by ${MERMAIDS.length} versions of Mermaid, ${failed} failures`);
process.exit(failed > 0 || drawn === 0 ? 1 : 0);

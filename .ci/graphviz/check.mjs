// Compares what Graphviz drew with what the Mermaid text of the same flow says. See check.sh.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { read } from "../mermaid/diagram.mjs";

/** The text that Graphviz drew for something; line breaks show nothing. */
const drawnText = (draw = []) => draw.filter(({ op }) => op === "T").map(({ text }) => text).join("");

const sorted = (list) => list.map((it) => JSON.stringify(it)).sort();

function same(what, drawn, written) {
  const [a, b] = [sorted(drawn), sorted(written)];
  if (!isDeepStrictEqual(a, b)) {
    const only = (one, other) => one.filter((it) => !other.includes(it)).join("\n           ");
    throw new Error(`${what} differ\n  in DOT:  ${only(a, b)}\n  Mermaid: ${only(b, a)}`);
  }
}

/** What is in the picture: nodes, frames and edges as `read` of diagram.mjs tells them. */
function drawn(file) {
  const picture = JSON.parse(execFileSync("dot", ["-Tjson", file], { encoding: "utf8", maxBuffer: 1 << 30 }));
  const objects = new Map((picture.objects ?? []).map((object) => [object._gvid, object]));
  const frames = [...objects.values()].filter(({ nodes, name }) => nodes && name.startsWith("cluster_"));
  // The innermost frame of a node is the smallest that has it.
  const home = (gvid, except) =>
    frames
      .filter((frame) => frame._gvid !== except && (frame.nodes.includes(gvid) || frame.subgraphs?.includes(gvid)))
      .sort((a, b) => a.nodes.length - b.nodes.length || (b.subgraphs ?? []).length - (a.subgraphs ?? []).length)
      .map(({ name }) => name.slice("cluster_".length))[0];
  const end = (cluster, gvid) => cluster?.slice("cluster_".length) ?? objects.get(gvid).name;
  return {
    title: drawnText(picture._ldraw_),
    nodes: [...objects.values()]
      .filter(({ name, nodes }) => !nodes && !name.startsWith("cluster_"))
      .map(({ name, _gvid, _ldraw_ }) => ({ id: name, label: drawnText(_ldraw_), frame: home(_gvid) })),
    frames: frames.map(({ name, _gvid, _ldraw_ }) => ({
      id: name.slice("cluster_".length),
      label: drawnText(_ldraw_),
      frame: home(_gvid, _gvid),
    })),
    edges: (picture.edges ?? []).map(({ tail, head, ltail, lhead, style, penwidth, _ldraw_ }) => ({
      from: end(ltail, tail),
      to: end(lhead, head),
      stroke: style === "dotted" ? "dotted" : penwidth === "3" ? "thick" : "normal",
      label: drawnText(_ldraw_),
    })),
  };
}

let failed = 0;
const files = process.argv.slice(2);
for (const file of files) {
  try {
    const picture = drawn(file);
    const written = read(readFileSync(file.replace(/\.dot$/, ".mmd"), "utf8").replaceAll("\r\n", "\n"));
    same("titles", [picture.title], [written.title]);
    same("nodes", picture.nodes, written.nodes.map(({ id, label, frame }) => ({ id, label, frame })));
    same("frames", picture.frames, written.frames);
    same("edges", picture.edges, written.edges);
  } catch (error) {
    failed += 1;
    console.error(`${file}: ${error.message}`);
  }
}
if (files.length === 0) console.error("no file given");
console.log(`${files.length} flows drawn by Graphviz, ${failed} failures`);
process.exit(failed > 0 || files.length === 0 ? 1 : 0);

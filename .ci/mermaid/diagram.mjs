// What the text of a diagram says, read without Mermaid: flow_graph writes one statement a line.

const NODE = /^ +(\w+)[[({/]+"(.*)"[\])}/]+:::\w+$/;
const SHAPE = /^ +(\w+)@\{ shape: (\w+) \}$/;
const FRAME = /^ +subgraph (\w+)\["(.*)"\]$/;
const EDGE = /^ {4}(\w+) (-->|==>|-\.->)(?:\|"(.*)"\|)? (\w+)$/;
const TITLE = /^title: (".*")$/;
const OTHER = /^$|^---$|^flowchart TD$|^%% |^ +direction TB$|^ {4}classDef \w+ [\w:#,-]+$|^ {4}class [\w,]+ \w+$|^ {4}linkStyle [\d,]+ [\w:#,-]+$/;
const STROKES = { "-->": "normal", "==>": "thick", "-.->": "dotted" };
const ENTITIES = { quot: '"', amp: "&", lt: "<", gt: ">" };

/** The text that a label shows; line breaks show nothing. */
function shown(label = "") {
  return label
    .replaceAll("<br/>", "")
    .replace(/#(\w+);/g, (_, entity) => ENTITIES[entity] ?? String.fromCodePoint(Number(entity)));
}

/** The title, nodes, frames and edges of a diagram's text. Throws on a line that flow_graph does not write. */
export function read(text) {
  const diagram = { title: "", nodes: [], frames: [], edges: [] };
  const open = [];
  for (const line of text.split("\n")) {
    let found;
    if ((found = line.match(NODE))) {
      diagram.nodes.push({ id: found[1], label: shown(found[2]), frame: open.at(-1) });
    } else if ((found = line.match(SHAPE))) {
      diagram.nodes.find(({ id }) => id === found[1]).shape = found[2];
    } else if ((found = line.match(FRAME))) {
      diagram.frames.push({ id: found[1], label: shown(found[2]), frame: open.at(-1) });
      open.push(found[1]);
    } else if (/^ +end$/.test(line) && open.length > 0) {
      open.pop();
    } else if ((found = line.match(EDGE))) {
      const [, from, arrow, label, to] = found;
      diagram.edges.push({ from, to, stroke: STROKES[arrow], label: shown(label) });
    } else if ((found = line.match(TITLE))) {
      diagram.title = JSON.parse(found[1]);
    } else if (!OTHER.test(line)) {
      throw new Error(`not a line that flow_graph writes: ${line}`);
    }
  }
  return diagram;
}

/** The diagrams of a file, each with where it begins: a whole `.mmd`, or the mermaid fences of Markdown. */
export function diagramsOf(file, text) {
  text = text.replaceAll("\r\n", "\n");
  if (!file.endsWith(".md")) return [{ place: file, text }];
  const fences = text.matchAll(/^```mermaid\n(.*?)^```$/gms);
  return [...fences].map((fence) => {
    const line = text.slice(0, fence.index).split("\n").length;
    return { place: `${file}:${line}`, text: fence[1] };
  });
}

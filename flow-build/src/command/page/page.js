
// Moves the picture, and shows rows of the table beside it. Everything shown is a copy of what the page has already.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const [view, panel, about, shown] = ["flow-view", "flow-panel", "flow-about", "flow-step"].map(byId);
  const [search, matches, said] = ["flow-search", "flow-matches", "flow-said"].map(byId);
  const svg = view.querySelector("svg");
  const picture = { width: svg.width.baseVal.value, height: svg.height.baseVal.value };
  document.documentElement.classList.add("live");
  // For paper.
  document.documentElement.classList.toggle("tall", picture.height > 2.5 * picture.width);
  document.documentElement.classList.toggle("wide", picture.width > 1.5 * picture.height);

  // Pan and zoom.

  const MARGIN = 24;
  /** What the buttons at the bottom need. */
  const BUTTONS = 44;
  const at = { x: 0, y: 0, scale: 1 };
  let isMoved = false;

  function place() {
    const { clientWidth: width, clientHeight: height } = view;
    const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
    // Some of it stays in sight.
    at.x = clamp(at.x, 60 - picture.width * at.scale, width - 60);
    at.y = clamp(at.y, 60 - picture.height * at.scale, height - 60);
    svg.style.transform = `translate(${at.x}px, ${at.y}px) scale(${at.scale})`;
    byId("flow-scale").value = `${Math.round(at.scale * 100)}%`;
  }

  function move(dx, dy) {
    isMoved = true;
    at.x += dx;
    at.y += dy;
    place();
  }

  function wholeScale() {
    const room = (size) => Math.max(size - 2 * MARGIN, 40);
    return Math.min(room(view.clientWidth) / picture.width, room(view.clientHeight - BUTTONS) / picture.height);
  }

  /** Around a point of the view; its middle, if none is given. */
  function zoom(factor, x = view.clientWidth / 2, y = view.clientHeight / 2) {
    const low = Math.min(0.1, wholeScale());
    const scale = Math.min(Math.max(at.scale * factor, low), 5);
    at.x = x - ((x - at.x) * scale) / at.scale;
    at.y = y - ((y - at.y) * scale) / at.scale;
    at.scale = scale;
    move(0, 0);
  }

  function show(scale) {
    at.scale = scale;
    at.x = (view.clientWidth - picture.width * scale) / 2;
    at.y = Math.max((view.clientHeight - BUTTONS - picture.height * scale) / 2, MARGIN / 2);
    place();
  }

  const showWhole = () => {
    isMoved = true;
    show(Math.min(wholeScale(), 1.5));
  };

  /** A large picture begins with its first step, in letters that can be read. */
  function showBegin() {
    show(Math.min(Math.max(wholeScale(), 0.8), 1));
    const first = svg.querySelector("a");
    if (first && picture.width * at.scale > view.clientWidth) {
      const [box, frame] = [first.getBoundingClientRect(), view.getBoundingClientRect()];
      at.x += (frame.left + frame.right - box.left - box.right) / 2;
      place();
    }
  }

  /** Brings a part of the picture into sight. */
  function reveal(part) {
    const [box, frame] = [part.getBoundingClientRect(), view.getBoundingClientRect()];
    const isInside = (low, high, from, to) => low >= from + MARGIN && high <= to - MARGIN;
    const by = (low, high, from, to) => {
      if (isInside(low, high, from, to)) return 0;
      return high - low > to - from - 2 * MARGIN ? from + MARGIN - low : (from + to - low - high) / 2;
    };
    const dx = by(box.left, box.right, frame.left, frame.right);
    const dy = by(box.top, box.bottom, frame.top, frame.bottom);
    if (dx || dy) move(dx, dy);
  }

  const point = (event) => {
    const frame = view.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };

  view.addEventListener("wheel", (event) => {
    event.preventDefault();
    const { x, y } = point(event);
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
    // A pinch on a touchpad comes as small turns of a wheel, with Ctrl.
    zoom(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0015)), x, y);
  }, { passive: false });

  // One pointer drags, two pinch. What has been dragged is not clicked.
  const pointers = new Map();
  let isDragged = false;
  view.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest(".zoom")) return;
    if (pointers.size === 0) isDragged = false;
    pointers.set(event.pointerId, { ...point(event), from: point(event) });
  });
  view.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const now = { ...point(event), from: last.from };
    if (!isDragged && Math.hypot(now.x - now.from.x, now.y - now.from.y) < 5) return;
    isDragged = true;
    view.setPointerCapture(event.pointerId);
    view.classList.add("dragged");
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const far = (one) => Math.max(Math.hypot(one.x - other.x, one.y - other.y), 1);
      zoom(far(now) / far(last), other.x, other.y);
    } else {
      move(now.x - last.x, now.y - last.y);
    }
    pointers.set(event.pointerId, now);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    view.addEventListener(end, (event) => {
      pointers.delete(event.pointerId);
      if (pointers.size === 0) view.classList.remove("dragged");
    });
  }
  // Links would be dragged away.
  view.addEventListener("dragstart", (event) => event.preventDefault());
  byId("flow-in").addEventListener("click", () => zoom(1.25));
  byId("flow-out").addEventListener("click", () => zoom(0.8));
  byId("flow-fit").addEventListener("click", showWhole);
  new ResizeObserver(() => (isMoved ? place() : showBegin())).observe(view);

  // Steps.

  const steps = [...document.querySelectorAll("#flow-steps tbody tr")].map((row) => ({
    row,
    hash: `#${row.id}`,
    name: row.querySelector(".called").textContent,
    text: row.textContent.toLowerCase(),
    item: document.querySelector(`#flow-list a[href="#${row.id}"]`),
    part: byId(row.dataset.node),
  }));
  const stepOf = (hash) => steps.find((step) => step.hash === hash);
  let chosen;

  /** The arrows of a step in the picture, by way of gates, and the steps at their other ends. */
  const ends = (() => {
    const [from, to, gates] = [new Map(), new Map(), new Set()];
    const add = (map, id, edge) => map.set(id, [...(map.get(id) ?? []), edge]);
    (function read({ nodes, edges }) {
      for (const { id, step, subflow } of nodes) {
        if (step === null) gates.add(id);
        if (subflow?.known) read(subflow.known);
      }
      for (const edge of edges) {
        add(from, edge.from, edge);
        add(to, edge.to, edge);
      }
    })(JSON.parse(byId("flow-json").textContent).picture);
    return (id) => {
      const near = { parts: new Set(), edges: new Set() };
      for (const [map, end] of [[from, "to"], [to, "from"]]) {
        const [seen, open] = [new Set(), [id]];
        while (open.length > 0) {
          for (const edge of map.get(open.pop()) ?? []) {
            near.edges.add(`${edge.from} ${edge.to}`);
            near.parts.add(edge[end]);
            if (gates.has(edge[end]) && !seen.has(edge[end])) open.push(edge[end]);
            seen.add(edge[end]);
          }
        }
      }
      return near;
    };
  })();
  const arrows = [...svg.querySelectorAll("[data-from]")];

  function fill(step) {
    const heading = document.createElement("h2");
    heading.tabIndex = -1;
    heading.append(...[...step.row.querySelector("th").childNodes].map((node) => node.cloneNode(true)));
    const close = document.createElement("button");
    Object.assign(close, { id: "flow-close", type: "button", textContent: "×", title: "Close (Esc)" });
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => go(""));
    const parts = [close, heading];
    const cells = [...step.row.querySelectorAll("td")];
    // What it did comes before what it is.
    cells.sort((one, other) => (other.dataset.title === "In this run") - (one.dataset.title === "In this run"));
    for (const cell of cells) {
      if (cell.childNodes.length === 0) continue;
      const title = document.createElement("h3");
      title.textContent = cell.dataset.title;
      const body = document.createElement("div");
      body.dataset.title = cell.dataset.title;
      body.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
      parts.push(title, body);
    }
    const hadFocus = panel.contains(document.activeElement);
    shown.replaceChildren(...parts);
    panel.scrollTop = 0;
    if (hadFocus) heading.focus({ preventScroll: true });
  }

  /** Shows the step that the address names, or the flow. */
  function choose() {
    display();
    document.dispatchEvent(new CustomEvent("flow-chosen", { detail: chosen?.part.id }));
  }

  function display() {
    chosen = stepOf(location.hash);
    for (const part of svg.querySelectorAll(".chosen, .near")) part.classList.remove("chosen", "near");
    for (const { item } of steps) item.removeAttribute("aria-current");
    about.hidden = Boolean(chosen);
    shown.hidden = !chosen;
    if (!chosen) {
      if (shown.contains(document.activeElement)) view.focus({ preventScroll: true });
      return;
    }
    chosen.item.setAttribute("aria-current", "true");
    chosen.item.scrollIntoView({ block: "nearest" });
    chosen.part.classList.add("chosen");
    const near = ends(chosen.part.id);
    near.parts.delete(chosen.part.id);
    for (const id of near.parts) byId(id)?.classList.add("near");
    for (const arrow of arrows) {
      if (near.edges.has(`${arrow.dataset.from} ${arrow.dataset.to}`)) arrow.classList.add("near");
    }
    fill(chosen);
    reveal(chosen.part);
    said.textContent = `${chosen.name} is shown`;
  }

  /** Changes the address without what browsers do then: the focus stays. */
  function go(hash) {
    if (hash !== location.hash) history.pushState(null, "", hash || location.pathname + location.search);
    choose();
  }

  document.addEventListener("click", (event) => {
    // Where the end of a drag is a click on what is under it. A key's click has no detail.
    if (isDragged && event.detail > 0 && event.target.closest("#flow-view svg")) return event.preventDefault();
    const link = event.target.closest('a[href^="#step-"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link.getAttribute("href"));
  }, true);
  view.addEventListener("focusin", (event) => {
    if (event.target.matches(":focus-visible") && event.target.closest("svg a")) reveal(event.target);
  });
  for (const change of ["popstate", "hashchange"]) window.addEventListener(change, choose);

  // Search.

  let hits = [];
  let next = 0;

  function find() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const has = (text) => words.every((word) => text.includes(word));
    const found = steps.filter(({ text }) => has(text));
    // Names before whatever else is said of a step.
    const isNamed = ({ name }) => has(name.toLowerCase());
    hits = words.length > 0 ? [...found.filter(isNamed), ...found.filter((step) => !isNamed(step))] : [];
    next = 0;
    view.classList.toggle("searching", words.length > 0);
    for (const step of steps) {
      const isHit = hits.includes(step);
      step.part.classList.toggle("found", isHit);
      step.item.parentElement.hidden = words.length > 0 && !isHit;
    }
    matches.textContent = words.length > 0 ? `${hits.length} of ${steps.length} steps` : "";
  }

  search.addEventListener("input", find);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && hits.length > 0) {
      event.preventDefault();
      if (event.shiftKey) next = (next + 2 * hits.length - 2) % hits.length;
      go(hits[next].hash);
      next = (next + 1) % hits.length;
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (search.value === "") return view.focus({ preventScroll: true });
      search.value = "";
      find();
    }
  });

  // Keys.

  const PAN = 80;
  const keys = {
    "/": () => search.select(),
    "+": () => zoom(1.25),
    "=": () => zoom(1.25),
    "-": () => zoom(0.8),
    0: showWhole,
    ArrowLeft: () => move(PAN, 0),
    ArrowRight: () => move(-PAN, 0),
    ArrowUp: () => move(0, PAN),
    ArrowDown: () => move(0, -PAN),
    Escape: () => go(""),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input")) return;
    // Beside the picture, arrows scroll.
    if (event.key.startsWith("Arrow") && event.target.closest("#flow-list, #flow-panel")) return;
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

  showBegin();
  choose();
})();


// Plays a run on the picture, and draws its timeline. Time is in microseconds since the run began.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const run = JSON.parse(byId("run-json").textContent);
  const [slider, time, playing, lanesList] = ["run-at", "run-time", "run-play", "run-lanes"].map(byId);
  const [scroll, chart, canvas, axis, cursor, tip] =
    ["run-scroll", "run-chart", "run-canvas", "run-axis", "run-now", "run-tip"].map(byId);
  const end = Math.max(run.end, 1);
  const SVG = "http://www.w3.org/2000/svg";

  /** Three digits, as elsewhere on the page. */
  function told(micros) {
    const digits = (value) => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
    if (micros < 1e3) return `${Math.round(micros)} µs`;
    if (micros < 1e6) return `${digits(micros / 1e3)} ms`;
    if (micros < 6e7) return `${digits(micros / 1e6)} s`;
    return `${Math.floor(micros / 6e7)} min ${Math.floor(micros / 1e6) % 60} s`;
  }

  /** How many of some sorted numbers are not above that one. */
  function until(numbers, value) {
    let [low, high] = [0, numbers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // Lanes: what overlaps is in rows.

  const [LANE, ROW, ROWS] = [24, 9, 12];
  const lanes = run.lanes.map((lane) => ({ ...lane, spans: [], marks: [], part: lane.node && byId(lane.node) }));
  for (const span of run.spans) lanes[span.lane].spans.push(span);
  for (const mark of run.marks) lanes[mark.lane].marks.push(mark);
  let top = 0;
  for (const lane of lanes) {
    const ends = [];
    for (const span of lane.spans) {
      let row = ends.findIndex((to) => to <= span.from);
      if (row < 0) row = ends.length < ROWS ? ends.length : ends.indexOf(Math.min(...ends));
      ends[row] = span.to;
      span.row = row;
    }
    lane.top = top;
    lane.rows = Math.max(ends.length, 1);
    lane.height = lane.rows === 1 ? LANE : lane.rows * ROW + 8;
    top += lane.height;
    // The whole of a step, and the items in it.
    const wholes = lane.spans.filter((span) => span.item === undefined);
    lane.wholes = wholes;
    lane.begins = wholes.map((span) => span.from);
    const items = lane.spans.filter((span) => span.item !== undefined);
    lane.items = items.length;
    lane.itemEnds = items.map((span) => (span.outcome === "running" ? Infinity : span.to)).sort((a, b) => a - b);
  }
  const moments = [...new Set([0, end, ...run.spans.flatMap(({ from, to }) => [from, to]), ...run.marks.map(({ at }) => at)])];
  moments.sort((a, b) => a - b);

  for (const lane of lanes) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = lane.name;
    button.title = [...lane.around, lane.name].join(" › ");
    button.style.paddingLeft = `${8 + Math.min(lane.around.length, 4) * 14}px`;
    button.classList.toggle("idle", lane.spans.length === 0);
    button.addEventListener("click", () => choose(lane));
    item.style.height = `${lane.height}px`;
    item.append(button);
    lanesList.append(item);
    lane.button = button;
  }
  chart.style.height = `${top}px`;

  function choose(lane) {
    if (lane?.node) location.hash = `#step-${lane.node}`;
  }

  // The picture at a time.

  const arrows = new Map();
  for (const arrow of document.querySelectorAll("#flow-view [data-from]")) {
    const ends = `${arrow.dataset.from} ${arrow.dataset.to}`;
    arrows.set(ends, [...(arrows.get(ends) ?? []), arrow]);
  }
  const taken = new Map(run.edges);
  const STATES = ["idle", "running", "retried", "finished", "failed", "lost", "cancelled"].map((it) => `run-${it}`);
  for (const lane of lanes.filter(({ part }) => part)) {
    const shape = lane.part.querySelector(":scope > .shape").getBBox();
    const note = document.createElementNS(SVG, "text");
    note.setAttribute("class", "run-note");
    note.setAttribute("x", shape.x + shape.width / 2);
    note.setAttribute("y", shape.y + shape.height + 12);
    lane.part.append(note);
    lane.note = note;
    lane.part.classList.toggle("run-critical", lane.spans.some(({ critical }) => critical));
  }

  function stateOf(lane, at) {
    const begun = until(lane.begins, at);
    if (begun === 0) return { state: "idle", note: "" };
    const span = lane.wholes[begun - 1];
    const isOver = span.to <= at && span.outcome !== "running";
    const attempt = span.attempts ? span.attempts.filter(([from]) => from <= at).length : 1;
    const pause = !isOver && span.attempts?.some(([, to], index) => to <= at && index === attempt - 1);
    // Short enough to stand below a step and beside the next one: colours say how it ended.
    const notes = [told(Math.min(at, span.to) - span.from)];
    if (lane.items) notes.push(`· ${until(lane.itemEnds, at)} of ${lane.items}`);
    else if (begun > 1) notes.push(`×${begun}`);
    if (attempt > 1) notes.push(`· attempt ${attempt}`);
    return { state: isOver ? span.outcome : pause ? "retried" : "running", note: notes.join(" ") };
  }

  function paint(at) {
    for (const lane of lanes) {
      if (!lane.part) continue;
      const { state, note } = stateOf(lane, at);
      if (lane.state !== state) {
        lane.part.classList.remove(...STATES);
        lane.part.classList.add(`run-${state}`);
        lane.state = state;
      }
      if (lane.said !== note) lane.note.textContent = lane.said = note;
    }
    for (const [ends, parts] of arrows) {
      const isTaken = (taken.get(ends) ?? Infinity) <= at;
      for (const part of parts) {
        part.classList.toggle("run-taken", isTaken);
        part.classList.toggle("run-untaken", !isTaken);
      }
    }
  }

  // The timeline: one canvas as large as what is in sight.

  const view = { from: 0, to: end };
  let colours = {};
  let chosen;
  const readColours = () => {
    const style = getComputedStyle(document.documentElement);
    const names = ["finished", "failed", "retried", "lost", "cancelled", "running", "critical", "line", "text", "quiet", "chosen", "code"];
    colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`)]));
  };
  // Asking the page for a width each time would be most of the work.
  let wide = 1;
  const xOf = (at) => ((at - view.from) / (view.to - view.from)) * wide;
  const atOf = (x) => view.from + (x / wide) * (view.to - view.from);

  function sized(canvas, width, height) {
    const ratio = window.devicePixelRatio || 1;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== w || canvas.height !== h) {
      Object.assign(canvas, { width: w, height: h });
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    return pen;
  }

  /** 1, 2 or 5 times a power of ten. */
  function tickStep(range, count) {
    const rough = Math.max(range / count, 1);
    const power = 10 ** Math.floor(Math.log10(rough));
    return [1, 2, 5, 10].map((it) => it * power).find((it) => it >= rough);
  }

  function draw() {
    wide = Math.max(chart.clientWidth, 1);
    const [width, height] = [wide, Math.max(scroll.clientHeight, 1)];
    const ticks = [];
    const step = tickStep(view.to - view.from, Math.max(width / 110, 1));
    for (let at = Math.ceil(view.from / step) * step; at <= view.to; at += step) ticks.push(at);
    const ruler = sized(axis, width, 20);
    ruler.font = "11px system-ui, sans-serif";
    ruler.fillStyle = colours.quiet;
    for (const at of ticks) {
      const text = told(at);
      const x = xOf(at);
      ruler.fillText(text, Math.min(x + 3, width - ruler.measureText(text).width - 2), 14);
    }

    const pen = sized(canvas, width, height);
    const above = scroll.scrollTop;
    pen.fillStyle = colours.line;
    for (const at of ticks) pen.fillRect(Math.round(xOf(at)), 0, 1, height);
    for (const lane of lanes) {
      const y = lane.top - above;
      if (y > height || y + lane.height < 0) continue;
      if (lane === chosen) {
        pen.fillStyle = colours.chosen;
        pen.fillRect(0, y, width, lane.height - 1);
      }
      pen.fillStyle = colours.code;
      pen.fillRect(0, y + lane.height - 1, width, 1);
      drawSpans(pen, lane, y, width);
    }
  }

  const box = (lane, span, y) =>
    lane.rows === 1 ? { y: y + 5, height: LANE - 11 } : { y: y + 4 + span.row * ROW, height: ROW - 2 };

  function drawSpans(pen, lane, y, width) {
    // Many that fall on the same pixels are drawn once.
    const filled = new Map();
    for (const span of lane.spans) {
      const [left, right] = [xOf(span.from), Math.max(xOf(span.to), xOf(span.from) + 2)];
      if (right < 0 || left > width) continue;
      const key = `${span.row} ${span.outcome} ${span.critical}`;
      if (right <= (filled.get(key) ?? -1)) continue;
      filled.set(key, Math.ceil(right));
      const { y: top, height } = box(lane, span, y);
      // A step with items is the ground that they are on.
      const isGround = span.item === undefined && lane.items > 0;
      pen.globalAlpha = isGround ? 0.45 : 1;
      const bars = span.attempts ?? [[span.from, span.to]];
      if (bars.length > 1) {
        pen.fillStyle = colours.retried;
        pen.fillRect(left, top + height / 2 - 0.5, right - left, 1);
      }
      bars.forEach(([from, to], index) => {
        pen.fillStyle = index < bars.length - 1 ? colours.retried : colours[span.outcome];
        const x = Math.max(xOf(from), -2);
        pen.fillRect(x, top, Math.max(Math.min(xOf(to), width + 2) - x, 2), height);
      });
      pen.globalAlpha = 1;
      if (span.critical) {
        pen.fillStyle = colours.critical;
        pen.fillRect(Math.max(left, -2), top + height, Math.min(right, width + 2) - Math.max(left, -2), 3);
      }
    }
    let last = -Infinity;
    for (const { at, kind } of lane.marks) {
      const x = xOf(at);
      if (x < -4 || x > width + 4 || x - last < 1) continue;
      last = x;
      pen.fillStyle = kind === "won" ? colours.lost : colours.text;
      pen.beginPath();
      if (kind === "emitted") pen.arc(x, y + 3, 1.5, 0, 7);
      else pen.moveTo(x - 4, y), pen.lineTo(x + 4, y), pen.lineTo(x, y + 6);
      pen.fill();
    }
  }

  // One drawing a frame, however much happens.
  let isDue = false;
  function redraw() {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      draw();
      place();
    });
  }

  // Time.

  let now = end;
  const STEPS = 1000;
  slider.max = STEPS;

  function place() {
    const x = xOf(now);
    cursor.hidden = x < -1 || x > wide + 1;
    cursor.style.transform = `translateX(${x}px)`;
  }

  function seek(at, fromSlider = false) {
    now = Math.min(Math.max(at, 0), end);
    if (!fromSlider) slider.value = Math.round((now / end) * STEPS);
    time.value = `${told(now)} of ${told(end)}`;
    slider.setAttribute("aria-valuetext", time.value);
    place();
    paint(now);
  }

  /** The whole run takes this long, in milliseconds. */
  const WHOLE = 10_000;
  let playedFrom;

  function play(isOn) {
    const wasOn = playedFrom !== undefined;
    playedFrom = isOn ? { at: now >= end ? 0 : now, when: performance.now() } : undefined;
    playing.textContent = isOn ? "❚❚" : "▶";
    playing.setAttribute("aria-label", isOn ? "Pause" : "Play");
    if (isOn && !wasOn) requestAnimationFrame(frame);
  }

  function frame(when) {
    if (!playedFrom) return;
    seek(playedFrom.at + (Math.max(when - playedFrom.when, 0) / WHOLE) * end);
    if (now >= end) play(false);
    else requestAnimationFrame(frame);
  }

  const stop = () => play(false);
  playing.addEventListener("click", () => play(!playedFrom));
  slider.addEventListener("input", () => {
    stop();
    seek((slider.value / STEPS) * end, true);
  });

  function toMoment(by) {
    stop();
    const place = until(moments, now);
    const last = moments[place - 1] === now ? place - 2 : place - 1;
    seek(moments[Math.min(Math.max(by > 0 ? place : last, 0), moments.length - 1)]);
  }

  const keys = {
    " ": () => play(!playedFrom),
    ",": () => toMoment(-1),
    ".": () => toMoment(1),
    Home: () => (stop(), seek(0)),
    End: () => (stop(), seek(end)),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input")) return;
    if (event.key === " " && event.target.matches("button, a")) return;
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

  // The pointer on the timeline: a click goes to a time and chooses the step, dragging goes through the time.

  const pointAt = (event) => {
    const frame = chart.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };
  const laneAt = (y) => lanes[until(lanes.map((lane) => lane.top), y) - 1];

  function spanAt({ x, y }) {
    const lane = laneAt(y);
    const hit = lane?.spans.filter((span) => {
      const { y: top, height } = box(lane, span, lane.top);
      return y >= top - 1 && y <= top + height + 2 && x >= xOf(span.from) - 2 && x <= Math.max(xOf(span.to), xOf(span.from) + 2) + 2;
    });
    // The shortest lies above the others.
    return { lane, span: hit?.reduce((best, it) => (best && best.to - best.from <= it.to - it.from ? best : it), undefined) };
  }

  let isHeld = false;
  chart.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    isHeld = true;
    chart.setPointerCapture(event.pointerId);
    stop();
    const at = pointAt(event);
    seek(atOf(at.x));
    choose(laneAt(at.y));
  });
  chart.addEventListener("pointermove", (event) => {
    const at = pointAt(event);
    if (isHeld) return seek(atOf(at.x));
    const { lane, span } = spanAt(at);
    const near = lane?.marks.filter((mark) => Math.abs(xOf(mark.at) - at.x) < 5).slice(0, 4) ?? [];
    tip.hidden = !span && near.length === 0;
    if (tip.hidden) return;
    const lines = [[...lane.around, lane.name].join(" › ")];
    if (span) {
      const parts = [];
      if (span.item !== undefined) parts.push(`item ${span.item}`);
      if (span.iteration !== undefined) parts.push(`iteration ${span.iteration}`);
      if (span.attempts) parts.push(`${span.attempts.length} attempts`);
      lines.push([...parts, span.outcome, told(span.to - span.from)].join(" · "), `from ${told(span.from)}`);
      if (span.note) lines.push(span.outcome === "lost" ? `the race for ${span.note}` : span.note);
      if (span.critical) lines.push("on the critical path");
    }
    tip.textContent = [...lines, ...near.map(({ text }) => text)].join("\n");
    const frame = byId("run").getBoundingClientRect();
    tip.style.left = `${Math.min(event.clientX - frame.left + 12, frame.width - tip.offsetWidth - 8)}px`;
    tip.style.top = `${event.clientY - frame.top - tip.offsetHeight - 10}px`;
  });
  for (const over of ["pointerup", "pointercancel"]) chart.addEventListener(over, () => (isHeld = false));
  chart.addEventListener("pointerleave", () => (tip.hidden = true));

  function zoom(factor, x = xOf(now)) {
    const at = atOf(Math.min(Math.max(x, 0), wide));
    const range = Math.min(Math.max((view.to - view.from) * factor, Math.min(end, 10)), end);
    const share = (at - view.from) / (view.to - view.from);
    view.from = Math.min(Math.max(at - share * range, 0), end - range);
    view.to = view.from + range;
    redraw();
  }

  chart.addEventListener("wheel", (event) => {
    const range = view.to - view.from;
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
    if (event.ctrlKey) zoom(Math.exp(event.deltaY * 0.002), pointAt(event).x);
    else if (sideways && range < end) {
      view.from = Math.min(Math.max(view.from + (sideways / wide) * range, 0), end - range);
      view.to = view.from + range;
      redraw();
    } else return;
    event.preventDefault();
  }, { passive: false });
  byId("run-in").addEventListener("click", () => zoom(0.5));
  byId("run-out").addEventListener("click", () => zoom(2));
  byId("run-fit").addEventListener("click", () => zoom(Infinity));
  scroll.addEventListener("scroll", redraw, { passive: true });

  // With the rest of the page.

  function follow(node) {
    chosen = lanes.find((lane) => lane.node && lane.node === node);
    for (const { button } of lanes) button.removeAttribute("aria-current");
    if (chosen) {
      chosen.button.setAttribute("aria-current", "true");
      const [low, high] = [scroll.scrollTop, scroll.scrollTop + scroll.clientHeight];
      if (chosen.top < low || chosen.top + Math.min(chosen.height, scroll.clientHeight) > high) scroll.scrollTop = chosen.top;
    }
    redraw();
  }
  document.addEventListener("flow-chosen", (event) => follow(event.detail));
  follow(document.querySelector("#flow-view .chosen")?.id);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    readColours();
    redraw();
  });
  new ResizeObserver(redraw).observe(scroll);
  readColours();
  seek(end);
  redraw();
})();

/**
 * The network as it is built: features flow into the trunk, and from it to a head for each task; as wide as a task's loss
 * weighs. Arcs between heads tell whether their gradients of the trunk agree.
 */

import {byId, element, scrolling, setText, table} from "./dom.js";
import {count, known, several} from "./format.js";
import {HEAD, arcsOf, cut, flow, headBox, label, trunkBox, trunkColumns, trunkWords} from "./network-parts.js";

const FEW_HEADS = 4, MOST_HEADS = 8, MOST_FEATURES = 9, MOST_COLUMNS = 4;
const WIDE = 780;
const GAP = 14, TOP = 34, BOX = 46;
/** Pixels of the trunk that a column takes at least. */
const LEAST_PITCH = 38, LEAST_WIDE_PITCH = 76;

export class Network {
  #store;
  #holder = byId("network");
  #drawing = element("div");
  #details = element("details", {class: "numbers"}, element("summary", {}, "Weights and gradients as a table"));
  #legend = element("p", {class: "legend muted"});
  #chosen;
  #shown = "";

  constructor(store) {
    this.#store = store;
    this.#details.hidden = true;
    setText(this.#legend, "What the network looks like is being asked for …");
    this.#holder.append(this.#drawing, this.#legend, this.#details);
    this.#details.addEventListener("toggle", () => this.#table());
    new ResizeObserver(() => this.update(this.#chosen)).observe(this.#holder);
  }

  update(chosen) {
    this.#chosen = chosen;
    const {model} = this.#store, width = Math.floor(this.#drawing.clientWidth);
    if (!model || width < 100) {
      return;
    }
    const heads = this.#heads();
    const shown = JSON.stringify([width, chosen, model.trunk, heads]);
    if (shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    this.#details.hidden = false;
    const parameters = this.#store.replica?.parameters;
    setText(byId("network-note"), `${trunkWords(model.trunk)}; ${several(model.tasks.length, "head")}`
      + (parameters ? `; ${count(parameters)} parameters` : "") + `; balancer ${model.balancer}`);
    this.#drawing.replaceChildren(this.#draw(width, heads));
    const any = heads.some(head => Object.keys(head.cosines).length);
    setText(this.#legend, "The wider the stream to a head, the more its loss weighs. "
      + (any ? `Arcs ${heads.length > FEW_HEADS ? `from ${this.#chosen} ` : ""}tell whether gradients of the trunk agree (green), are in conflict (red) or neither (grey)${width < WIDE ? "" : `; the numbers are the cosines with ${this.#chosen}`}.` : "Whether the tasks' gradients agree is not known yet.")
      + (heads.length < model.tasks.length ? ` ${heads.length} of ${model.tasks.length} heads are drawn, the chosen task's among them.` : ""));
  }

  #heads() {
    const {tasks} = this.#store.model;
    let drawn = tasks.slice(0, MOST_HEADS);
    const chosen = tasks.find(task => task.name === this.#chosen);
    if (chosen && !drawn.includes(chosen)) {
      drawn = [...drawn.slice(0, MOST_HEADS - 1), chosen];
    }
    return drawn.map(task => {
      const metrics = this.#store.metrics(task.name);
      const cosines = Object.fromEntries(Object.entries(metrics?.gradientCosines || {})
        .filter(([other]) => drawn.some(each => each.name === other)).map(([other, cosine]) => [other, +cosine.toFixed(2)]));
      return {
        name: task.name, type: task.type, hidden: task.hidden, cosines,
        weight: known(metrics?.weight) ? +metrics.weight.toPrecision(3) : undefined, leftOut: metrics?.transfer?.leftOut === true
      };
    });
  }

  #draw(width, heads) {
    const {model} = this.#store, wide = width >= WIDE;
    const gated = model.trunk.type !== "mlp";
    const narrowHeads = gated || model.trunk.layers.length > 1;
    const inputRight = wide ? 132 : gated ? 34 : 46, arcs = heads.length > 1 ? (wide ? 96 : 40) : 8;
    const headWidth = wide ? 186 : Math.min(narrowHeads ? 104 : 128, width * (narrowHeads ? 0.32 : 0.4)), headLeft = width - arcs - headWidth;
    const trunkLeft = inputRight + (wide ? 90 : 22), trunkRight = headLeft - (wide ? 110 : 30) - (gated ? 20 : 0);
    const columns = trunkColumns(model.trunk, Math.min(MOST_COLUMNS, Math.max(1, Math.floor((trunkRight - trunkLeft) / (wide ? LEAST_WIDE_PITCH : LEAST_PITCH)))));
    const headsHeight = heads.length * (HEAD + GAP) - GAP;
    const boxesHeight = Math.max(...columns.map(column => column.length * (BOX + GAP) - GAP));
    const body = Math.max(headsHeight, boxesHeight, wide ? 190 : 150), height = TOP + body + 8;
    const middle = TOP + body / 2;
    const pitch = (trunkRight - trunkLeft) / columns.length;
    const boxWidth = Math.max(20, Math.min(wide ? 104 : 62, pitch - (wide ? 34 : gated ? 4 : 8)));
    const marks = [], boxes = [];
    const x = i => columns.length === 1 ? (trunkLeft + trunkRight - boxWidth) / 2 : trunkLeft + i * (trunkRight - trunkLeft - boxWidth) / (columns.length - 1);
    const placed = columns.map((column, i) => {
      const h = gated ? BOX : undefined;
      const total = gated ? column.length * (BOX + GAP) - GAP : 0;
      return column.map((box, j) => {
        const tall = h ?? Math.min(body, 60 + 17 * Math.log2(Math.max(2, box.units)));
        return {...box, x: x(i), y: gated ? middle - total / 2 + j * (BOX + GAP) : middle - tall / 2, width: boxWidth, height: tall};
      });
    });
    const headPlace = heads.map((head, i) => ({...head, x: headLeft, y: middle - headsHeight / 2 + i * (HEAD + GAP)}));

    this.#inputs(marks, boxes, wide, inputRight, middle, body, placed[0]);
    for (let i = 1; i < placed.length; i++) {
      for (const from of placed[i - 1]) {
        for (const to of placed[i]) {
          marks.push(flow(from.x + boxWidth, from.y + from.height / 2, to.x, to.y + to.height / 2, gated ? 2 : 12, "flow"));
        }
      }
    }
    const last = placed[placed.length - 1];
    const most = Math.max(...heads.map(head => head.weight ?? 1), 1e-9);
    headPlace.forEach(head => {
      const to = head.y + HEAD / 2, wideness = 2 + 12 * (head.weight ?? most) / most;
      if (gated) {
        const gate = head.x - (wide ? 46 : 14);
        last.forEach(box => marks.push(flow(box.x + boxWidth, box.y + box.height / 2, gate, to, 1.5, "flow thin")));
        marks.push(flow(gate, to, head.x, to, wideness, head.leftOut ? "flow left-out" : "flow"));
        boxes.push(element("svg:circle", {class: "gate", cx: gate, cy: to, r: wide ? 7 : 5}, element("svg:title", {}, "the gate of " + head.name)));
      } else {
        const from = last[0].y + last[0].height * (heads.length === 1 ? 0.5 : 0.2 + 0.6 * headPlace.indexOf(head) / (heads.length - 1));
        marks.push(flow(last[0].x + boxWidth, from, head.x, to, wideness, head.leftOut ? "flow left-out" : "flow"));
      }
    });
    placed.flat().forEach(box => boxes.push(trunkBox(box)));
    headPlace.forEach(head => boxes.push(headBox(head, headWidth, wide, head.name === this.#chosen)));
    const between = arcsOf(headPlace, this.#chosen, headLeft + headWidth + 5, arcs - 10);
    const titles = [
      label(wide ? inputRight - 8 : 0, "Features", wide ? "end" : "start"),
      label((placed[0][0].x + last[0].x + boxWidth) / 2, wide ? "Shared trunk" : "Trunk", "middle"), label(headLeft, "Heads", "start"),
      wide && heads.length > 1 && label(headLeft + headWidth + 8, "Gradients", "start")];
    return element("svg:svg", {class: "network", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": this.#said(heads)},
      titles.filter(Boolean), marks, between, boxes);
  }

  #inputs(marks, boxes, wide, right, middle, body, first) {
    const {model} = this.#store;
    const names = model.inputs || [];
    const target = first.map(box => box.y + box.height / 2);
    const to = i => first.length === 1 ? target[0] + (wide ? first[0].height * 0.6 * ((i + 0.5) / Math.min(names.length, MOST_FEATURES) - 0.5) : 0) : target[i % target.length];
    if (!wide || names.length === 0) {
      boxes.push(element("svg:rect", {class: "box input", x: 1, y: middle - 32, width: right - 2, height: 64, rx: 8}),
        element("svg:text", {class: "strong", x: right / 2, y: middle + 5, "text-anchor": "middle"}, count(model.features)));
      target.forEach(y => marks.push(flow(right, middle, first[0].x, y, first.length > 1 ? 2 : 14, "flow")));
      return;
    }
    const shown = names.length > MOST_FEATURES ? [...names.slice(0, MOST_FEATURES - 1), `and ${names.length - MOST_FEATURES + 1} more`] : names;
    const pitch = Math.min(26, body / shown.length);
    shown.forEach((name, i) => {
      const y = middle + (i - (shown.length - 1) / 2) * pitch;
      boxes.push(element("svg:text", {class: "feature", x: right - 8, y: y + 4, "text-anchor": "end"}, cut(name, 18), element("svg:title", {}, name)));
      (first.length > 1 ? target : [to(i)]).forEach(end => marks.push(flow(right, y, first[0].x, end, first.length > 1 ? 1 : 3, "flow thin")));
    });
  }

  #said(heads) {
    const {model} = this.#store;
    return `${several(model.features, "feature")} feed ${trunkWords(model.trunk)}, shared by ${several(model.tasks.length, "task")}: `
      + heads.map(head => head.name + (head.weight !== undefined ? ", weight " + head.weight : "")).join("; ");
  }

  #table() {
    this.#details.querySelector(".scroll")?.remove();
    if (!this.#details.open || !this.#store.model) {
      return;
    }
    const heads = this.#heads();
    this.#details.append(scrolling("Weights and gradients", table("Weights of the tasks, and the cosines of the angles between their gradients of the trunk",
      [{head: "task"}, {head: "weight"}, ...heads.map(head => ({head: "with " + head.name}))],
      heads.map(head => [head.name, head.weight === undefined ? "–" : String(head.weight),
        ...heads.map(other => other === head ? "" : known(head.cosines[other.name]) ? head.cosines[other.name].toFixed(2).replace("-", "−") : "–")]))));
  }
}

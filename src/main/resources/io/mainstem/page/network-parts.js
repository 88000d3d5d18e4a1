/** What the drawing of the network is made of. */

import {element} from "./dom.js";
import {several} from "./format.js";
import {cosineWords} from "./words.js";

export const HEAD = 54;
const FEW_HEADS = 4, MOST_BOXES = 6;
const AGREE = 0.1;
/** Pixels of a character of the boxes' large, tight and small text, or a little more, and the narrowest box with small text. */
const LARGE = 9.6, TIGHT = 6.8, SMALL = 6.4, LEAST_FOR_SMALL = 44;

export function trunkWords(trunk) {
  const layers = trunk.layers.map(layer => layer.units).join(" → ");
  return trunk.type === "mmoe" ? `a mixture of ${several(trunk.experts, "expert")} of ${layers}`
    : trunk.type === "ple" ? `${several(trunk.levels, "level")} of ${several(trunk.sharedExperts, "shared expert")} and ${trunk.taskExperts} for each task, of ${layers}`
    : layers ? `a trunk of ${layers}` : "no trunk: the heads see the features";
}

/** The boxes of the trunk, column by column. */
export function trunkColumns(trunk, most) {
  const layers = trunk.layers.map(layer => layer.units).join("·");
  if (trunk.type === "mmoe") {
    return [some(trunk.experts, i => ({text: "Expert " + (i + 1), brief: String(i + 1), sub: layers, units: 1, kind: "shared"}), "experts")];
  } else if (trunk.type === "ple") {
    const column = () => [
      ...some(trunk.sharedExperts, i => ({text: "Shared " + (i + 1), brief: String(i + 1), sub: layers, units: 1, kind: "shared"}), "shared"),
      ...(trunk.taskExperts ? [{text: `${trunk.taskExperts} per task`, brief: "×" + trunk.taskExperts, sub: layers, units: 1, kind: "own"}] : [])];
    return Array.from({length: Math.min(most, trunk.levels)}, column);
  } else if (trunk.layers.length === 0) {
    return [[{text: "none", sub: "", units: 2, kind: "shared"}]];
  } else if (trunk.layers.length > most) {
    const first = trunk.layers[0].units, last = trunk.layers[trunk.layers.length - 1].units;
    return [[{text: `${trunk.layers.length} layers`, brief: `${trunk.layers.length}×`, sub: first === last ? `of ${first}` : `${first} → ${last}`, units: first, kind: "shared"}]];
  }
  return trunk.layers.map(layer => [{text: String(layer.units), sub: layer.activation, units: layer.units, kind: "shared"}]);
}

function some(n, make, what) {
  const all = Array.from({length: Math.min(n, MOST_BOXES)}, (none, i) => make(i));
  if (n > MOST_BOXES) {
    all[MOST_BOXES - 1] = {...all[MOST_BOXES - 1], text: `${n - MOST_BOXES + 1} more`, brief: "+" + (n - MOST_BOXES + 1), sub: what};
  }
  return all;
}

export function flow(x1, y1, x2, y2, width, kind) {
  const bend = (x2 - x1) / 2;
  return element("svg:path", {class: kind, "stroke-width": width.toFixed(1), d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`});
}

export const label = (x, text, anchor) => element("svg:text", {class: "title", x, y: 14, "text-anchor": anchor}, text);

export function trunkBox(box) {
  const middle = box.x + box.width / 2, center = box.y + box.height / 2, room = box.width - 6;
  const text = [box.text, box.brief].find(each => each && each.length * TIGHT <= room) || box.text;
  const tight = text.length * LARGE > room;
  const sub = box.width < LEAST_FOR_SMALL || text !== box.text ? "" : cut(box.sub, Math.floor(room / SMALL));
  return element("svg:g", {},
    element("svg:title", {}, box.text + (box.sub ? ", " + box.sub : "")),
    element("svg:rect", {class: "box " + box.kind, x: box.x, y: box.y, width: box.width, height: box.height, rx: 10}),
    element("svg:text", {class: "strong in" + (tight ? " tight" : ""), x: middle, y: center + (sub ? -2 : 5), "text-anchor": "middle"}, cut(text, Math.floor(room / (tight ? TIGHT : LARGE)))),
    sub && element("svg:text", {class: "in", x: middle, y: center + 15, "text-anchor": "middle"}, sub));
}

export function headBox(head, width, wide, chosen) {
  const {x, y} = head, weight = head.weight === undefined ? "" : "× " + head.weight;
  return element("svg:g", {},
    element("svg:title", {}, `${head.name}, ${head.type}` + (head.weight === undefined ? "" : `, its loss counts ${head.weight} times`) + (head.leftOut ? "; it no longer shapes the trunk" : "")),
    element("svg:rect", {class: "box head" + (chosen ? " chosen" : ""), x, y, width, height: HEAD, rx: 10}),
    element("svg:text", {class: "strong", x: x + 12, y: y + 23}, cut(head.name, Math.floor((width - 24) / LARGE))),
    element("svg:text", {x: x + 12, y: y + 41}, wide ? (head.hidden.length ? head.hidden.join("·") + " → " : "") + head.type : weight),
    wide && element("svg:text", {class: "weight", x: x + width - 12, y: y + 41, "text-anchor": "end"}, weight));
}

/** All of few heads; of many those between the chosen one and the others. Its cosines stand beside the others' heads. */
export function arcsOf(heads, chosen, x, room) {
  const arcs = [], wide = room > 60, out = wide ? room - 44 : room;
  heads.forEach((head, i) => heads.slice(i + 1).forEach((other, k) => {
    const cosine = head.cosines[other.name] ?? other.cosines[head.name], own = head.name === chosen || other.name === chosen;
    if (cosine === undefined || !own && heads.length > FEW_HEADS) {
      return;
    }
    const from = head.y + HEAD / 2, to = other.y + HEAD / 2, bend = x + 1.3 * out * (0.35 + 0.65 * (k + 1) / Math.max(1, heads.length - 1));
    arcs.push(element("svg:path", {
      class: `arc ${cosine > AGREE ? "good" : cosine < -AGREE ? "bad" : "none"}` + (own ? "" : " faint"), "stroke-width": (1.5 + 5 * Math.abs(cosine)).toFixed(1),
      d: `M${x} ${from}C${bend} ${from} ${bend} ${to} ${x} ${to}`
    }, element("svg:title", {}, `${head.name} and ${other.name} ${cosineWords(cosine)}: cosine ${cosine}`)));
    if (own && wide) {
      const at = head.name === chosen ? other : head;
      arcs.push(element("svg:text", {class: "cosine", x: x + room + 4, y: at.y + HEAD / 2 + 4, "text-anchor": "end"}, cosine.toFixed(2).replace("-", "−")));
    }
  }));
  return arcs;
}

export const cut = (text, most) => text.length > most ? text.slice(0, most - 1) + "…" : text;

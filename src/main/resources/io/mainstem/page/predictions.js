/** Some of the last predictions, and the truth when it comes. */

import {byId, element, scrolling, setText} from "./dom.js";
import {clock, known, percent, value} from "./format.js";

const ROWS = 10, ANSWERED = 4, MOST_COLUMNS = 3;
const narrow = matchMedia("(max-width: 760px)");

export class Predictions {
  #store;
  #holder = byId("predictions");
  #head = element("thead");
  #body = element("tbody");
  #empty = element("p", {class: "empty"}, "No event has been predicted yet.");
  #hold = element("button", {type: "button", class: "quiet", "aria-pressed": "false", onclick: () => this.#toggle()}, "Hold");
  #bar = element("div", {class: "table-bar"}, element("span", {class: "muted"}), this.#hold);
  #table = scrolling("Last predictions", element("table", {class: "predictions"},
    element("caption", {class: "unseen"}, "Last predictions, the newest first"), this.#head, this.#body));
  #held = false;
  #shown = "";
  #chosen;

  constructor(store) {
    this.#store = store;
    this.#holder.append(this.#empty, this.#bar, this.#table);
    narrow.addEventListener("change", () => this.#again());
  }

  update(chosen) {
    const other = chosen !== this.#chosen;
    this.#chosen = chosen;
    const replica = this.#store.replica?.model.replica;
    const all = (this.#store.snapshot?.predictions || []).filter(each => each.prediction.model.replica === replica);
    this.#empty.hidden = all.length > 0;
    this.#bar.hidden = this.#table.hidden = all.length === 0;
    if (this.#held && !other && this.#shown !== "") {
      return;
    }
    const rows = choose(all);
    const shown = chosen + replica + rows.map(row => row.prediction.id + row.at + JSON.stringify([row.labels, row.over])).join();
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#draw(rows);
    }
  }

  #again() {
    this.#shown = "";
    this.update(this.#chosen);
  }

  #toggle() {
    this.#held = !this.#held;
    this.#hold.setAttribute("aria-pressed", String(this.#held));
    setText(this.#bar.firstChild, this.#held ? `Held since ${clock(Date.now())}` : "");
    if (!this.#held) {
      this.update(this.#chosen);
    }
  }

  #columns() {
    const {tasks} = this.#store, most = narrow.matches ? 1 : MOST_COLUMNS;
    const shown = tasks.slice(0, most), chosen = tasks.find(task => task.name === this.#chosen);
    return !chosen || shown.includes(chosen) ? shown : [chosen, ...shown.slice(0, most - 1)];
  }

  #draw(rows) {
    const tasks = this.#columns();
    const scales = new Map(tasks.filter(task => task.type === "regression").map(task => [task.name, scale(task, rows)]));
    this.#head.replaceChildren(element("tr", {}, element("th", {scope: "col"}, "event"), element("th", {scope: "col", class: "text wide-only"}, "at"),
      tasks.map(task => [
        element("th", {scope: "col", class: "text"}, task.name, " ", element("span", {class: "tag"}, "predicted")), element("th", {scope: "col", class: "text"}, "truth")])
        .flat()));
    this.#body.replaceChildren(...rows.map(({at, prediction, labels, over}) => element("tr", {},
      element("th", {scope: "row"}, element("span", {class: "id", title: prediction.id}, prediction.id)),
      element("td", {class: "text wide-only"}, clock(at)),
      tasks.map(task => {
        const said = prediction.predictions[task.name], truth = labels?.[task.name];
        return [element("td", {class: "text"}, said === undefined ? "–" : predicted(task, said, truth, scales.get(task.name))),
          element("td", {class: "text"}, became(task, said, truth, prediction.time !== undefined, over.includes(task.name)))];
      }).flat())));
  }
}

/** The newest, and of those that are older some whose truth has come since; the newest first. */
function choose(all) {
  const answered = all.slice(0, -ROWS).filter(row => row.again).slice(-ANSWERED);
  return [...answered, ...all.slice(answered.length - ROWS)].reverse();
}

function scale(task, rows) {
  const numbers = rows.flatMap(({prediction, labels}) => {
    const said = prediction.predictions[task.name];
    return [said?.value, labels?.[task.name], ...(said?.interval || [])].flat();
  }).filter(known);
  return {low: Math.min(...numbers), high: Math.max(...numbers)};
}

function predicted(task, said, truth, range) {
  if (task.type === "regression") {
    return Array.isArray(said.value) ? said.value.map(value).join(", ") : ranged(said, truth, range);
  } else if (task.type === "multilabel") {
    const all = said.value.length ? said.value.join(", ") : "none";
    return element("span", {class: "class"}, element("b", {title: all}, all));
  } else if (task.type === "clustering") {
    return said.value === null ? "no cluster yet" : "cluster " + said.value;
  }
  const probability = task.type === "binary" ? (said.value ? said.probability : 1 - said.probability) : said.probabilities[said.value];
  const others = said.set && (said.set.length === 0 ? "set of none" : said.set.length === 1 ? "sure enough" : "or " + said.set.filter(each => each !== said.value).map(yesNo).join(", "));
  const set = others && element("small", {class: "set", title: others}, others);
  return element("span", {class: "class"}, element("b", {title: yesNo(said.value)}, yesNo(said.value)), " ", percent(probability, 0), meter(probability), set);
}

function meter(share) {
  return element("svg:svg", {class: "meter", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true"},
    element("svg:rect", {class: "all", width: 100, height: 4, rx: 2}), element("svg:rect", {class: "part", width: 100 * share, height: 4, rx: 2}));
}

function ranged(said, truth, range) {
  const x = n => 2 + 96 * (n - range.low) / Math.max(1e-12, range.high - range.low);
  const [low, high] = said.interval || [];
  const plot = range.high > range.low && element("svg:svg", {class: "ranged", viewBox: "0 0 100 12", preserveAspectRatio: "none", "aria-hidden": "true"},
    element("svg:line", {class: "rail", x1: 0, x2: 100, y1: 6, y2: 6}),
    known(low) && element("svg:line", {class: "span", x1: x(low), x2: x(high), y1: 6, y2: 6}),
    element("svg:line", {class: "guess", x1: x(said.value), x2: x(said.value), y1: 1, y2: 11}),
    known(truth) && element("svg:line", {class: "truth " + (!known(low) ? "" : truth >= low && truth <= high ? "good" : "bad"), x1: x(truth), x2: x(truth), y1: 2, y2: 10}));
  return element("span", {class: "class"}, element("b", {}, value(said.value)), known(low) && element("small", {}, `${value(low)} to ${value(high)}`), plot);
}

/** The truth, where it is known; timed says whether the event has a time, without which it does not wait for labels. */
function became(task, said, truth, timed, over) {
  if (truth === undefined) {
    return element("span", {class: "muted"}, over ? "none came" : task.wait && timed ? "to come …" : "no label");
  }
  if (task.type === "regression" && !Array.isArray(truth)) {
    const [low, high] = said?.interval || [];
    const inside = known(low) && truth >= low && truth <= high;
    return element("span", {class: "truth-text", "data-tone": !known(low) ? undefined : inside ? "good" : "bad"},
      value(truth), known(low) && element("small", {}, inside ? "inside" : "outside"), over && taken());
  }
  const right = Array.isArray(truth) ? JSON.stringify([...truth].sort()) === JSON.stringify([...[said?.value].flat()].sort()) : truth === said?.value;
  const text = Array.isArray(truth) ? (truth.length ? truth.join(", ") : "none") : yesNo(truth);
  return task.type === "clustering" ? text : element("span", {class: "truth-text", title: text, "data-tone": right ? "good" : "bad"}, text, element("small", {}, right ? "right" : "wrong"), over && taken());
}

const taken = () => element("small", {class: "taken"}, "none came: taken for it");

const yesNo = x => x === true ? "yes" : x === false ? "no" : String(x);

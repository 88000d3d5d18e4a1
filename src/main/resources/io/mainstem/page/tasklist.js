/** The tasks, one of which is chosen; of many, those that are looked for. */

import {byId, element, setAttribute, setText} from "./dom.js";
import {known, number} from "./format.js";
import {drawSparkline, sparkline} from "./sparkline.js";
import {kindOf, verdict} from "./words.js";

const FILTER_FROM = 7;

const ORDERS = [
  {key: "file", title: "As in the learner file"},
  {key: "behind", title: "Furthest behind first"},
  {key: "drifted", title: "Most drifts first"},
  {key: "pays", title: "Pays most for joint training"}
];

export class TaskList {
  #store;
  #chosen;
  #tiles = new Map();
  #order = "file";
  #choose;

  /** choose(name) is called when another task is. */
  constructor(store, choose) {
    this.#store = store;
    this.#choose = choose;
    byId("filter-order").append(...ORDERS.map(order => element("option", {value: order.key}, order.title)));
    byId("filter-order").addEventListener("change", event => {
      this.#order = event.target.value;
      this.#arrange();
    });
    byId("filter-text").addEventListener("input", () => this.#filter());
    addEventListener("hashchange", () => this.#tiles.has(this.#asked()) && this.pick(this.#asked()));
    byId("task-list").addEventListener("keydown", event => this.#key(event));
  }

  get chosen() {
    return this.#chosen;
  }

  /** The tasks of the learner, known from its file. */
  show() {
    const {tasks} = this.#store;
    this.#tiles = new Map(tasks.map((task, i) => [task.name, this.#tile(task, i)]));
    byId("task-list").replaceChildren(...[...this.#tiles.values()].map(tile => tile.node));
    byId("filter").hidden = tasks.length < FILTER_FROM;
    byId("task-list").classList.toggle("many", tasks.length >= FILTER_FROM);
    this.#filter();
    const asked = this.#asked();
    this.pick(this.#tiles.has(this.#chosen) ? this.#chosen : this.#tiles.has(asked) ? asked : tasks[0]?.name);
  }

  /** The task that the address names. */
  #asked() {
    try {
      return decodeURIComponent(location.hash.replace(/^#task=/, ""));
    } catch {
      return undefined;
    }
  }

  pick(name) {
    this.#chosen = name;
    for (const [each, tile] of this.#tiles) {
      setAttribute(tile.node, "aria-selected", String(each === name));
      setAttribute(tile.node, "tabindex", each === name ? 0 : -1);
    }
    this.#choose(name);
  }

  update() {
    for (const [name, tile] of this.#tiles) {
      const metrics = this.#store.metrics(name), {task} = tile;
      const {loss, baseline} = kindOf(task.type);
      setText(tile.value, number(metrics?.window[loss.key]));
      const said = metrics && (verdict(loss, metrics.window[loss.key], metrics.windowBaselines[baseline]?.[loss.key]));
      setText(tile.verdict, said ? said.text : metrics && baseline === undefined ? "" : "no labels yet");
      setAttribute(tile.verdict, "data-tone", said?.kind);
      setText(tile.drifts, metrics?.drifts ? (metrics.drifts === 1 ? "1 drift" : metrics.drifts + " drifts") : "");
      const course = this.#store.course(name);
      drawSparkline(tile.spark, undefined,
        course.map(point => point.window[loss.key]), course.map(point => point.windowBaselines[baseline]?.[loss.key]));
      tile.behind = said && metrics ? (metrics.window[loss.key] / metrics.windowBaselines[baseline][loss.key]) : -1;
      tile.driftCount = metrics?.drifts || 0;
      tile.gain = known(metrics?.transfer?.gain) ? metrics.transfer.gain : Infinity;
    }
  }

  #tile(task, place) {
    const tile = {
      task, place,
      value: element("span", {class: "big"}), verdict: element("span", {class: "verdict"}), drifts: element("span", {class: "drifts"}),
      spark: sparkline("line", "base")
    };
    tile.node = element("button", {
      type: "button", role: "tab", class: "task-tile", id: "tab-" + place, "aria-controls": "task", onclick: () => this.pick(task.name)
    },
    element("span", {class: "name"}, task.name), element("span", {class: "tag"}, task.type),
    tile.value, element("span", {class: "unit"}, kindOf(task.type).loss.title), tile.spark, tile.verdict, tile.drifts);
    return tile;
  }

  #visible() {
    return [...byId("task-list").children].filter(node => !node.hidden);
  }

  #filter() {
    const text = byId("filter-text").value.trim().toLowerCase();
    for (const [name, tile] of this.#tiles) {
      tile.node.hidden = text !== "" && !name.toLowerCase().includes(text);
    }
    const shown = this.#visible().length, all = this.#tiles.size;
    setText(byId("tasks-note"), text === "" ? (all > 1 ? `${all} tasks share one trunk` : "") : shown === 0 ? "No task has a name like that" : `${shown} of ${all} tasks`);
    // One of those that are left must be reachable by keyboard.
    const chosen = this.#tiles.get(this.#chosen)?.node;
    if (chosen?.hidden && this.#visible().length) {
      setAttribute(this.#visible()[0], "tabindex", 0);
    }
  }

  #arrange() {
    const by = {
      file: (a, b) => a.place - b.place,
      behind: (a, b) => b.behind - a.behind,
      drifted: (a, b) => b.driftCount - a.driftCount,
      pays: (a, b) => a.gain - b.gain
    }[this.#order];
    byId("task-list").append(...[...this.#tiles.values()].sort((a, b) => by(a, b) || a.place - b.place).map(tile => tile.node));
  }

  #key(event) {
    const nodes = this.#visible(), at = nodes.indexOf(document.activeElement);
    const to = {ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: nodes.length - 1}[event.key];
    if (to === undefined || at < 0) {
      return;
    }
    event.preventDefault();
    const node = nodes[(to + nodes.length) % nodes.length];
    node.focus();
    node.click();
  }
}

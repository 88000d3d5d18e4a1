/** How one task does: what there is to say of it, and its curves. */

import {byId, element, segments, setAttribute, setText} from "./dom.js";
import {capital, count, known, several} from "./format.js";
import {Chart} from "./chart.js";
import {coverage, gains, lines, returns, width} from "./curves.js";
import {factsOf} from "./facts.js";
import {Reliability} from "./reliability.js";
import {kindOf, spaced, verdict} from "./words.js";

export class TaskPanel {
  #store;
  #holder = byId("task");
  #task;
  #metric;
  #charts = [];
  #parts = {};

  constructor(store) {
    this.#store = store;
  }

  /** Shows another task. */
  show(name) {
    this.#charts.forEach(each => each.chart.destroy());
    this.#charts = [];
    this.#task = this.#store.task(name);
    setAttribute(this.#holder, "aria-labelledby", "task-name");
    if (!this.#task) {
      this.#holder.replaceChildren();
      return;
    }
    const task = this.#task, kind = kindOf(task.type);
    this.#metric = kind.metrics[0];
    const parts = this.#parts = {
      verdict: element("span", {class: "verdict"}), facts: element("ul", {class: "facts"}), labels: element("span", {class: "tag"}),
      empty: element("p", {class: "empty"}, `No label of ${task.name} has come yet. Its curves begin with the first ones.`),
      charts: element("div", {class: "charts"}), second: element("div", {class: "with-choice"}), ages: element("div"),
      reliability: new Reliability()
    };
    this.#holder.replaceChildren(
      element("header", {}, element("h3", {id: "task-name"}, task.name), parts.labels, parts.verdict),
      parts.facts, parts.empty, parts.charts);
    this.#chart(lines(task, kind.loss, kind, {title: capital(kind.loss.title), wide: true, height: 260}), parts.charts, true);
    parts.charts.append(parts.second);
    this.#second(kind);
    if (kind.baseline !== undefined) {
      this.#chart(gains(), parts.charts);
      this.#chart(coverage(task), parts.charts);
      if (task.type === "regression") {
        this.#chart(width(), parts.charts);
      }
      parts.charts.append(parts.reliability.node);
    }
    this.update();
  }

  #chart(options, into, always) {
    const chart = new Chart(options);
    into.append(chart.node);
    this.#charts.push({chart, options, always});
    return chart;
  }

  /** The metric beside the loss, one of some. */
  #second(kind) {
    const {second} = this.#parts;
    const choice = element("div", {class: "segments", role: "group", "aria-label": "Metric of " + this.#task.name});
    const holder = element("div");
    second.append(holder, choice);
    let drawn;
    const choose = key => {
      this.#metric = kind.metrics.find(metric => metric.key === key);
      if (drawn) {
        this.#charts = this.#charts.filter(each => each !== drawn);
        drawn.chart.destroy();
      }
      holder.replaceChildren();
      this.#chart(lines(this.#task, this.#metric, kind, {title: capital(this.#metric.title)}), holder, true);
      drawn = this.#charts[this.#charts.length - 1];
      this.update();
    };
    segments(choice, kind.metrics, this.#metric.key, choose);
    choose(this.#metric.key);
  }

  update() {
    const task = this.#task;
    if (!task) {
      return;
    }
    const metrics = this.#store.metrics(task.name), course = this.#store.course(task.name), parts = this.#parts;
    const kind = kindOf(task.type);
    parts.empty.hidden = metrics !== undefined && metrics.labels > 0 || course.length > 0;
    parts.charts.hidden = !parts.empty.hidden;
    setText(parts.labels, task.type + (metrics ? ", " + several(metrics.labels, "label") : ""));
    const said = metrics && verdict(kind.loss, metrics.window[kind.loss.key], metrics.windowBaselines[kind.baseline]?.[kind.loss.key]);
    setText(parts.verdict, !said ? "" : said.text === "equal" ? "as its baseline" : `${said.text} than the ${spaced(kind.baseline)}`);
    setAttribute(parts.verdict, "data-tone", said?.kind);
    const drifts = this.#store.drifts();
    const marks = drifts.filter(each => each.drift.task === task.name || each.drift.feature !== undefined)
      .map(each => ({events: each.events, at: each.at, color: each.drift.task ? "bad" : "strong"}));
    marks.push(...returns(course));
    this.#facts(factsOf(this.#store, task, metrics, drifts.filter(each => each.drift.task === task.name), drifts.filter(each => each.drift.feature !== undefined)));
    const window = this.#store.model?.window;
    for (const {chart, options, always} of this.#charts) {
      const here = always || course.some(point => options.series.some(one => known(one.of(point))));
      chart.node.hidden = !here;
      if (here) {
        if (options.metric) {
          chart.note((window ? `of the last ${count(window)} labels; ` : "") + (options.metric.lower ? "lower is better" : "higher is better")
            + (options.wide && marks.some(mark => mark.color === "bad") ? "; red ◆: its loss rose" : "")
            + (options.wide && marks.some(mark => mark.color === "strong") ? "; grey ◆: a feature’s mean moved" : "")
            + (options.wide && marks.some(mark => mark.color === "model") ? "; blue ◆: went back to a version" : ""));
        }
        chart.update(course, options.wide ? marks : marks.filter(mark => mark.color !== "strong"));
      }
    }
    parts.reliability.update(metrics?.calibration);
  }

  #facts(all) {
    const list = this.#parts.facts, text = JSON.stringify(all);
    if (list.dataset.shown !== text) {
      list.dataset.shown = text;
      list.replaceChildren(...all.map(line => element("li", {"data-tone": line.tone || undefined}, element("b", {}, line.term), " ", element("span", {}, line.text))));
    }
  }
}

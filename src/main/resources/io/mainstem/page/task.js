/** How one task does: what there is to say of it, and its curves. */

import {byId, element, segments, setAttribute, setText} from "./dom.js";
import {count, known, number, percent, percentTicks, several, value} from "./format.js";
import {Chart} from "./chart.js";
import {Reliability} from "./reliability.js";
import {aloneOf, kindOf, show, spaced, transferWords, verdict} from "./words.js";

/** How old labels are when they come, by the names of the records. */
const AGES = {"1m": " within a minute", "10m": " within ten minutes", "1h": " within an hour", "1d": " within a day", more: " later"};

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
    this.#chart(this.#lines(kind.loss, kind, {title: capital(kind.loss.title), wide: true, height: 260}), parts.charts, true);
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
      this.#chart(this.#lines(this.#metric, kind, {title: capital(this.#metric.title)}), holder, true);
      drawn = this.#charts[this.#charts.length - 1];
      this.update();
    };
    segments(choice, kind.metrics, this.#metric.key, choose);
    choose(this.#metric.key);
  }

  #lines(metric, kind, options) {
    const task = this.#task, of = metric.key;
    const baseline = name => point => point.windowBaselines[name]?.[of];
    return {
      ...options, show: show(metric), ticks: metric.share ? percentTicks : undefined, metric,
      series: [
        {label: spaced(kind.baseline || "baseline"), color: "base", dash: [6, 4], of: baseline(kind.baseline)},
        {label: "last label", color: "last", dash: [2, 3], of: baseline("lastLabel")},
        {label: "its twin alone", color: "twin", dash: [8, 3], width: 1.75, of: point => aloneOf(task, metric, point.window[of], point.transfer?.recentGain ?? point.transfer?.gain)},
        {label: "held out", color: "held", width: 1.25, of: point => point.heldOut?.[of]},
        {label: "model", color: "model", width: 2.25, of: point => point.window[of]}
      ]
    };
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
    this.#facts(metrics, drifts.filter(each => each.drift.task === task.name), drifts.filter(each => each.drift.feature !== undefined));
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

  /** What there is to say in words, a line each. */
  #facts(metrics, drifts, features) {
    const lines = [];
    const add = (term, text, tone) => lines.push({term, text, tone});
    const {loss, baseline} = kindOf(this.#task.type);
    const whole = metrics && verdict(loss, metrics.run[loss.key], metrics.baselines[baseline]?.[loss.key]);
    if (whole) {
      add("Over the run", `${capital(loss.title)} ${number(metrics.run[loss.key])}, ${whole.text} than the ${spaced(baseline)}, ${number(metrics.baselines[baseline][loss.key])}.`);
    }
    const transfer = transferWords(metrics?.transfer);
    if (transfer) {
      add("Joint training", transfer.text, transfer.kind);
    } else if (metrics && this.#store.tasks.length > 1) {
      add("Joint training", this.#task.type === "clustering" ? "Not compared: a clustering task has no twin."
        : this.#store.model.twins ? "Not compared yet: its twin has not learned." : "Not compared: the learner file has no twins.");
    }
    const covered = metrics?.coverage;
    if (covered && known(covered.run)) {
      const what = this.#task.type === "regression" ? "intervals" : "sets";
      add("Coverage", `${percent(covered.run)} of the labels lay in the ${what} of ${percent(covered.asked, 0)}`
        + (known(covered.size) ? this.#task.type === "regression" ? `, ${value(covered.size)} wide in the mean.` : `, of ${covered.size.toFixed(2)} classes in the mean.` : "."));
    }
    const held = metrics?.heldOut;
    if (held && held.labels > 0) {
      add("Held out", `${capital(loss.title)} ${number(held.run[loss.key])} on ${several(held.labels, "label")} that are never learned; ${number(metrics.run[loss.key])} on the others.`);
    }
    const total = Object.values(metrics?.labelAges || {}).reduce((sum, each) => sum + each.labels, 0);
    if (total > 0) {
      add("Label delay", Object.entries(metrics.labelAges).map(([age, each]) => percent(each.labels / total, 0) + (AGES[age] || " within " + age)).join(", ") + ".");
    }
    if (drifts.length || metrics?.drifts) {
      const last = drifts[drifts.length - 1];
      add("Drift", `The loss rose ${metrics.drifts === 1 ? "once" : count(metrics.drifts) + " times"}, as if the world had changed`
        + (last ? `; last at event ${count(last.events)}, from ${number(last.drift.before)} to ${number(last.drift.after)}.` : "."), "bad");
    } else if (metrics) {
      add("Drift", "None of its loss." + (features.length ? ` Moved means: ${[...new Set(features.map(each => each.drift.feature))].slice(-4).join(", ")}.` : ""));
    }
    if (metrics?.notLearned) {
      add("Paused", `${several(metrics.notLearned, "example")} only predicted and scored.`);
    }
    const list = this.#parts.facts, text = JSON.stringify(lines);
    if (list.dataset.shown !== text) {
      list.dataset.shown = text;
      list.replaceChildren(...lines.map(line => element("li", {"data-tone": line.tone || undefined}, element("b", {}, line.term), " ", element("span", {}, line.text))));
    }
  }
}

/** Where the learner went back to an earlier version: its steps are fewer than before. */
const returns = course => course.filter((point, i) => i > 0 && point.step < course[i - 1].step)
  .map(point => ({events: point.events, at: point.at, color: "model"}));

const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

function gains() {
  return {
    title: "Gain from joint training", note: "over the run, with its interval of 95 %; above 0 it gains", show: x => percent(x), ticks: percentTicks, level: 0,
    band: ["to", "from"],
    series: [
      {label: "from", color: "base", width: 0.75, of: point => point.transfer?.low},
      {label: "to", color: "base", width: 0.75, of: point => point.transfer?.high},
      {label: "gain", color: "model", width: 2.25, of: point => point.transfer?.gain}
    ]
  };
}

function coverage(task) {
  return {
    title: task.type === "regression" ? "Labels inside the interval" : "Labels inside the set", note: "of the newest; dashed: as asked",
    show: x => percent(x), ticks: percentTicks, level: point => point?.coverage?.asked,
    series: [{label: "inside", color: "model", width: 2.25, of: point => point.coverage?.window}]
  };
}

function width() {
  return {
    title: "Width of the intervals", note: "mean over the newest; narrower says more", show: value,
    series: [{label: "width", color: "model", width: 2.25, of: point => point.coverage?.size}]
  };
}

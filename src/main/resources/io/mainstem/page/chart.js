/** A chart of some lines over the course of the stream, with its numbers as a table for who wants those. */

import uPlot from "./lib/uplot/uPlot.esm.js";
import {element, scrolling, setAttribute, table} from "./dom.js";
import {clock, count, known, moment, number, short} from "./format.js";
import {color, drawLevel, drawMarks} from "./marks.js";

const ROWS = 24;
const Y_AXIS = 58, X_AXIS = 30;

const settings = {x: "events"};
const drawn = new Set();

/** What the horizontal axes show, "events" or "time", of all charts. */
export function chooseAxis(x) {
  settings.x = x;
  drawn.forEach(chart => chart.rebuild());
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.forEach(chart => chart.rebuild()));

export class Chart {
  #options;
  #plot;
  #shown = "";
  #points = [];
  #marks = [];
  #holder = element("div", {class: "plot"});
  #empty = element("p", {class: "empty"});
  #note = element("small");
  #details = element("details", {class: "numbers"}, element("summary", {}, "As a table"));
  #resized = new ResizeObserver(() => this.#fit());
  #width = 0;

  /**
   * options: title, note, empty (what to say as long as there is nothing), height, show (a number to text), ticks (all of an axis), level
   * (a number or a function of the newest point, drawn as a dashed line), band (labels of its upper and its lower line),
   * series: {label, color, width, dash, of(point), step}.
   */
  constructor(options) {
    this.#options = {height: 200, show: number, ...options};
    this.#empty.textContent = options.empty || "Nothing to draw yet: the first points come with the next labels.";
    this.node = element("figure", {class: options.wide && "wide", role: "group"},
      element("figcaption", {}, options.title + " ", this.#note), this.#holder, this.#empty, this.#details);
    this.note(options.note || "");
    this.#details.addEventListener("toggle", () => this.#table());
    this.#resized.observe(this.#holder);
    drawn.add(this);
  }

  note(text) {
    if (this.#note.textContent !== text) {
      this.#note.textContent = text;
    }
  }

  /** marks are {events, at, label, color}. */
  update(points, marks = []) {
    this.#points = points;
    this.#marks = marks;
    const series = this.#series();
    const shown = points.length > 1 ? series.map(one => one.label).join("\n") : "";
    this.#empty.hidden = shown !== "";
    this.#details.hidden = shown === "";
    setAttribute(this.node, "aria-label", this.#options.title + (shown ? ", now: " + this.#newest(series) : ", empty yet"));
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.rebuild();
    } else if (this.#plot) {
      this.#plot.setData(this.#data(series));
      this.#last();
    }
  }

  destroy() {
    drawn.delete(this);
    this.#resized.disconnect();
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  rebuild() {
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#holder.hidden = this.#shown === "";
    if (this.#shown !== "" && this.#holder.clientWidth > 0) {
      this.#width = this.#holder.clientWidth;
      const series = this.#series();
      this.#plot = new uPlot(this.#plotOptions(series), this.#data(series), this.#holder);
      this.#plot.root.setAttribute("aria-hidden", "true");
      this.#last();
    }
  }

  #series() {
    return this.#options.series.filter(one => this.#points.some(point => known(one.of(point))));
  }

  #newest(series) {
    const point = this.#points[this.#points.length - 1];
    return series.map(one => one.label + " " + this.#options.show(one.of(point))).join(", ");
  }

  #x(point) {
    return settings.x === "time" ? point.at / 1000 : point.events;
  }

  #data(series) {
    let points = this.#points;
    if (settings.x === "time") {
      // Points of one moment, as after a restart, would stand on each other.
      points = points.filter((point, i) => i === 0 || point.at > points[i - 1].at);
    }
    return [points.map(point => this.#x(point)), ...series.map(one => points.map(point => one.of(point) ?? null))];
  }

  #plotOptions(series) {
    const {show, ticks: texts, height, band, level} = this.#options;
    const font = "12px " + getComputedStyle(document.body).fontFamily;
    const axis = {
      stroke: color("soft"), font, grid: {stroke: color("line"), width: 1}, ticks: {show: false}
    };
    const at = label => series.findIndex(one => one.label === label) + 1;
    const byTime = settings.x === "time";
    return {
      width: this.#width, height,
      padding: [12, null, 0, 0],
      scales: {x: {time: byTime}, y: {range: this.#options.range}},
      legend: {live: true, markers: {dash: (u, i) => u.series[i].dash ? "dashed" : "solid"}},
      cursor: {drag: {x: false, y: false}, sync: {key: "stream"}, points: {size: 7}},
      axes: [
        {...axis, size: X_AXIS, space: 70, grid: {show: false}, values: byTime ? (u, ticks) => ticks.map(x => clock(1000 * x)) : (u, ticks) => ticks.map(short)},
        {...axis, size: Y_AXIS, space: 36, values: (u, ticks) => texts ? texts(ticks) : ticks.map(x => String(+x.toPrecision(5)).replace("-", "−"))}
      ],
      series: [
        {label: byTime ? "at" : "events", value: (u, x) => x === null ? "–" : byTime ? clock(1000 * x) : count(x)},
        ...series.map(one => ({
          label: one.label, stroke: color(one.color), width: one.width || 1.5, dash: one.dash, points: {show: false}, spanGaps: true,
          fill: one.fill ? color(one.color) + "18" : undefined, value: (u, x) => show(x)
        }))
      ],
      bands: band && at(band[0]) && at(band[1]) ? [{series: band.map(at), fill: color("model") + "26"}] : [],
      hooks: {
        ready: [plot => {
          plot.over.addEventListener("mouseleave", () => requestAnimationFrame(() => this.#last()));
          this.#last();
        }],
        drawAxes: [plot => drawLevel(plot, typeof level === "function" ? level(this.#points[this.#points.length - 1]) : level)],
        draw: [plot => drawMarks(plot, this.#marks.map(mark => ({x: this.#x(mark), color: mark.color})))]
      }
    };
  }

  /** Where no pointer is over the chart, its legend tells the newest values. */
  #last() {
    const plot = this.#plot;
    if (plot && (plot.cursor.left ?? -1) < 0) {
      plot.setLegend({idx: plot.data[0].length - 1}, false);
    }
  }

  #fit() {
    const width = this.#holder.clientWidth;
    if (!this.#plot && this.#shown !== "") {
      this.rebuild();
    } else if (this.#plot && width > 0 && width !== this.#width) {
      this.#width = width;
      this.#plot.setSize({width, height: this.#options.height});
    }
  }

  /** Of the moment at which it is opened: a table that changes while it is read is of no use. */
  #table() {
    this.#details.querySelector(".scroll")?.remove();
    if (!this.#details.open) {
      return;
    }
    const series = this.#series(), {title, show} = this.#options;
    const step = Math.max(1, Math.ceil(this.#points.length / ROWS));
    const rows = this.#points.filter((point, i) => (this.#points.length - 1 - i) % step === 0).reverse();
    this.#details.append(scrolling(title + " as a table", table(title,
      [{head: "events"}, {head: "at"}, ...series.map(one => ({head: one.label}))],
      rows.map(point => [count(point.events), moment(point.at), ...series.map(one => show(one.of(point)))]))));
  }
}

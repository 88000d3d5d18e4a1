/** What the charts of a task draw; options as of Chart. */

import {percent, percentTicks, value} from "./format.js";
import {aloneOf, show, spaced} from "./words.js";

/** A metric of the model, beside the same of its baselines, its twin and what is held out. */
export function lines(task, metric, kind, options) {
  const of = metric.key;
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

export function gains() {
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

export function coverage(task) {
  return {
    title: task.type === "regression" ? "Labels inside the interval" : "Labels inside the set", note: "of the newest; dashed: as asked",
    show: x => percent(x), ticks: percentTicks, level: point => point?.coverage?.asked,
    series: [{label: "inside", color: "model", width: 2.25, of: point => point.coverage?.window}]
  };
}

export function width() {
  return {
    title: "Width of the intervals", note: "mean over the newest; narrower says more", show: value,
    series: [{label: "width", color: "model", width: 2.25, of: point => point.coverage?.size}]
  };
}

/** Where the learner went back to an earlier version: its steps are fewer than before. */
export const returns = course => course.filter((point, i) => i > 0 && point.step < course[i - 1].step)
  .map(point => ({events: point.events, at: point.at, color: "model"}));

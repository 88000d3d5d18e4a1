/** What metrics mean, in words. */

import {known, number, percent} from "./format.js";

const LOG_LOSS = {key: "logLoss", title: "log loss", lower: true};
const ACCURACY = {key: "accuracy", title: "accuracy", lower: false, share: true};
const ROC_AUC = {key: "rocAuc", title: "ROC AUC", lower: false};
const F1 = {key: "f1", title: "F1", lower: false};

const TYPES = {
  binary: {baseline: "classFrequencies", loss: LOG_LOSS, metrics: [ACCURACY, ROC_AUC, F1]},
  multiclass: {baseline: "classFrequencies", loss: LOG_LOSS, metrics: [ACCURACY, ROC_AUC, F1]},
  multilabel: {
    baseline: "labelFrequencies", loss: LOG_LOSS,
    metrics: [{key: "exampleAccuracy", title: "example accuracy", lower: false, share: true}, {key: "microF1", title: "micro F1", lower: false}]
  },
  regression: {
    baseline: "runningMean", loss: {key: "rmse", title: "RMSE", lower: true},
    metrics: [{key: "mae", title: "MAE", lower: true}, {key: "r2", title: "R²", lower: false}]
  },
  clustering: {
    baseline: undefined, loss: {key: "inertia", title: "inertia", lower: true},
    metrics: [{key: "simplifiedSilhouette", title: "silhouette", lower: false}, {key: "nmi", title: "NMI", lower: false}]
  }
};

/** The loss first, then the other metrics of a type of task, and the baseline that it has to beat. */
export const kindOf = type => TYPES[type] || TYPES.regression;

export const show = metric => metric.share ? x => percent(x) : number;

/** "classFrequencies" as "class frequencies". */
export const spaced = name => name.replace(/([A-Z])/g, letter => " " + letter.toLowerCase());

/** How much better than its baseline, in words; kind is good, bad or empty. Undefined where one of the two is not known. */
export function verdict(metric, model, base) {
  if (!known(model) || !known(base)) {
    return undefined;
  }
  const gain = metric.lower ? base - model : model - base;
  const by = metric.lower && base > 0 ? percent(Math.min(Math.abs(gain / base), 9.99))
    : metric.share ? (100 * Math.abs(gain)).toFixed(1) + " points" : number(Math.abs(gain));
  return gain === 0 ? {text: "equal", kind: ""} : {text: by + (gain > 0 ? " better" : " worse"), kind: gain > 0 ? "good" : "bad"};
}

const interval = (low, high) => `${percent(low).replace("\u00a0%", "")} to ${percent(high)}`;

/** What joint training brings a task; undefined where there is no twin. */
export function transferWords(transfer) {
  if (!transfer) {
    return undefined;
  }
  const {gain, low, high, leftOut} = transfer;
  const after = leftOut ? " It no longer shapes the trunk." : "";
  if (!known(gain) || !known(low) || !known(high)) {
    return {short: "too early to tell", kind: "", text: "Too few labels yet to tell what joint training brings." + after};
  } else if (low > 0) {
    return {short: "gains " + percent(gain), kind: "good", text: `Gains ${percent(gain)} from joint training (${interval(low, high)}).` + after};
  } else if (high < 0) {
    return {short: "pays " + percent(-gain), kind: "bad", text: `Pays ${percent(-gain)} for joint training (${interval(-high, -low)}).` + after};
  }
  return {short: "no difference", kind: "", text: `Joint training makes no difference that shows yet (${interval(low, high)}).` + after};
}

/**
 * What the metric of a model of this task alone would be, from the joint one's and the twin's gain: that is of losses, which
 * for a regression are squares. Undefined where it cannot be said so.
 */
export function aloneOf(task, metric, joint, gain) {
  if (!known(joint) || !known(gain) || gain >= 1) {
    return undefined;
  }
  const ratio = 1 / (1 - gain);
  if (metric.key === "logLoss") {
    return joint * ratio;
  }
  return metric.key === "rmse" && (task.loss === undefined || task.loss === "squared") ? joint * Math.sqrt(ratio) : undefined;
}

export function cosineWords(cosine) {
  return cosine > 0.1 ? "agree" : cosine < -0.1 ? "are in conflict" : "hardly touch";
}

/** What there is to say of a task in words. */

import {capital, count, known, number, percent, several, value} from "./format.js";
import {kindOf, spaced, transferWords, verdict} from "./words.js";

/** How old labels are when they come, by the names of the records. */
const AGES = {"1m": " within a minute", "10m": " within ten minutes", "1h": " within an hour", "1d": " within a day", more: " later"};

/** Lines of {term, text, tone}; drifts are those of the task's loss, features those of the features' means. */
export function factsOf(store, task, metrics, drifts, features) {
  const lines = [];
  const add = (term, text, tone) => lines.push({term, text, tone});
  const {loss, baseline} = kindOf(task.type);
  const whole = metrics && verdict(loss, metrics.run[loss.key], metrics.baselines[baseline]?.[loss.key]);
  if (whole) {
    add("Over the run", `${capital(loss.title)} ${number(metrics.run[loss.key])}, ${whole.text} than the ${spaced(baseline)}, ${number(metrics.baselines[baseline][loss.key])}.`);
  }
  const transfer = transferWords(metrics?.transfer);
  if (transfer) {
    add("Joint training", transfer.text, transfer.kind);
  } else if (metrics && store.tasks.length > 1) {
    add("Joint training", task.type === "clustering" ? "Not compared: a clustering task has no twin."
      : store.model.twins ? "Not compared yet: its twin has not learned." : "Not compared: the learner file has no twins.");
  }
  const covered = metrics?.coverage;
  if (covered && known(covered.run)) {
    const what = task.type === "regression" ? "intervals" : "sets";
    add("Coverage", `${percent(covered.run)} of the labels lay in the ${what} of ${percent(covered.asked, 0)}`
      + (known(covered.size) ? task.type === "regression" ? `, ${value(covered.size)} wide in the mean.` : `, of ${covered.size.toFixed(2)} classes in the mean.` : "."));
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
  return lines;
}

/** The numbers of the stream as a whole. */

import {element, setText} from "./dom.js";
import {count, known, number, rate, several} from "./format.js";
import {drawSparkline, sparkline} from "./sparkline.js";

const AGES = {"1m": "a minute", "10m": "ten minutes", "1h": "an hour", "1d": "a day"};

const TILES = [
  {key: "rate", title: "Throughput", unit: "events/s", spark: true},
  {key: "lag", title: "Lag"},
  {key: "taken", title: "Taken", unit: "events"},
  {key: "labels", title: "Labels"},
  {key: "model", title: "Model"},
  {key: "rate-of-learning", title: "Learning rate"}
];

export class Tiles {
  #parts = new Map();

  constructor(list) {
    list.append(...TILES.map(tile => {
      const big = element("span", {class: "big"}, "–"), unit = element("span", {class: "unit"}, tile.unit ? " " + tile.unit : "");
      const small = element("span", {class: "small"});
      const spark = tile.spark && sparkline("line area");
      this.#parts.set(tile.key, {big, unit, small, spark});
      return element("div", {class: "tile", id: "tile-" + tile.key}, element("dt", {}, tile.title), element("dd", {}, big, unit, small, spark));
    }));
  }

  #say(key, big, unit, small) {
    const parts = this.#parts.get(key);
    setText(parts.big, big);
    setText(parts.unit, unit ? " " + unit : "");
    setText(parts.small, small);
  }

  update(store, state) {
    const {snapshot, replica, model} = store;
    if (!snapshot || !replica) {
      return;
    }
    const running = state.kind === "learning" || state.kind === "paused";
    const now = running ? mean(store.rates.slice(-3)) : 0;
    this.#say("rate", rate(now), "events/s", best(store.rates));
    drawSparkline(this.#parts.get("rate").spark, 0, store.rates);
    const lag = Object.values(snapshot.stream.lag).reduce((sum, each) => sum + each, 0);
    this.#say("lag", count(lag), lag === 1 ? "record" : "records", (lag === 0 ? "nothing waits to be taken" : "wait to be taken")
      + (state.kind === "away" ? ", as far as is known" : ""));
    const refused = Object.values(replica.rejected).reduce((sum, each) => sum + each, 0);
    this.#say("taken", count(replica.events), "events",
      `${count(replica.examples)} learned` + (refused ? `, ${count(refused)} refused` : ", none refused"));
    this.#labels(replica);
    const {version, step, epoch} = replica.model;
    this.#say("model", count(step), step === 1 ? "step" : "steps",
      (version ? `version ${version}` : "no version yet") + (epoch ? `, gone back ${epoch === 1 ? "once" : count(epoch) + " times"}` : "")
      + `, ${short(replica.parameters)} parameters`);
    this.#say("rate-of-learning", known(replica.learningRate) ? String(+replica.learningRate.toPrecision(3)) : "–", "",
      model ? `${model.optimizer}, batches of ${count(model.batchSize)}` : "");
  }

  /** Whether events wait for their labels, and how long those take. */
  #labels(replica) {
    const ages = new Map();
    let waited = false;
    for (const task of replica.tasks) {
      waited ||= task.lateLabels !== undefined;
      for (const [age, {labels}] of Object.entries(task.labelAges || {})) {
        ages.set(age, (ages.get(age) || 0) + labels);
      }
    }
    const half = middle(ages);
    if (!waited && replica.awaiting === 0) {
      this.#say("labels", "at once", "", "each with its event");
    } else {
      this.#say("labels", count(replica.awaiting), replica.awaiting === 1 ? "event waits" : "events wait",
        half === undefined ? "for labels; none came yet" : half === "more" ? "half the labels take more than a day" : `half the labels come within ${AGES[half] || half}`);
    }
  }
}

function middle(ages) {
  const all = [...ages.values()].reduce((sum, each) => sum + each, 0);
  let sum = 0;
  for (const [age, labels] of ages) {
    sum += labels;
    if (2 * sum >= all) {
      return age;
    }
  }
  return undefined;
}

const mean = all => all.reduce((sum, each) => sum + each, 0) / Math.max(1, all.length);
const best = rates => Math.max(0, ...rates) === 0 ? "none come at present" : rates.length < 5 ? "over the last seconds" : `at most ${rate(Math.max(...rates))} in ${several(rates.length, "second")}`;
const short = n => n >= 1e6 ? number(n / 1e6).replace(/\.?0+$/, "") + " M" : count(n);

/** The versions of the model, and the way back to one of them. */

import {byId, element, scrolling, setText} from "./dom.js";
import {bytes, count, moment, number} from "./format.js";
import {ask} from "./feed.js";
import {goBack} from "./steering.js";
import {kindOf} from "./words.js";

const FEW = 8;
const LEAST_PAUSE = 3000;

export class Checkpoints {
  #store;
  #holder = byId("checkpoints");
  #chosen;
  #shown = "";
  #known = "";
  #all = false;
  #asked = 0;
  #asking = false;
  #said = "";

  constructor(store) {
    this.#store = store;
  }

  update(chosen) {
    this.#chosen = chosen;
    const {snapshot, replica} = this.#store;
    const newest = snapshot?.checkpoints[snapshot.checkpoints.length - 1];
    const known = JSON.stringify([newest?.model, replica?.model.epoch, replica?.model.version]);
    if (snapshot && known !== this.#known && !this.#asking && Date.now() - this.#asked > LEAST_PAUSE) {
      this.#known = known;
      this.refresh();
    }
    this.#draw();
  }

  /** Reads the topic of checkpoints anew. */
  async refresh() {
    this.#asking = true;
    this.#asked = Date.now();
    try {
      this.#store.checkpoints = (await ask("v1/checkpoints")).checkpoints;
      this.#store.checkpointsProblem = undefined;
    } catch (problem) {
      this.#store.checkpointsProblem = problem.message;
      this.#known = ""; // asked again with the next snapshot
    }
    this.#asking = false;
    this.#draw();
  }

  #draw() {
    const {checkpoints, checkpointsProblem, replica, model} = this.#store;
    const task = this.#store.task(this.#chosen);
    const rows = (checkpoints || []).filter(each => each.model.replica === replica?.model.replica)
      .sort((a, b) => b.model.version - a.model.version);
    const shown = JSON.stringify([rows, checkpointsProblem, replica?.model.version, this.#chosen, model?.steerable, this.#all, this.#said, checkpoints === undefined]);
    // Rows must not go away under a dialog that one of them has opened.
    if (shown === this.#shown || byId("confirm").open) {
      return;
    }
    this.#shown = shown;
    setText(byId("checkpoints-note"), this.#said || (model && !model.steerable
      ? "Nothing can be changed here: the server was started without a token (--http-token-file)" : ""));
    if (rows.length === 0) {
      this.#holder.replaceChildren(element("p", {class: "empty"}, checkpointsProblem ? "The versions cannot be read: " + checkpointsProblem
        : checkpoints === undefined ? "The versions are being read …" : "There is no version yet: the learner writes the first one after some examples."));
      return;
    }
    const focused = document.activeElement?.dataset?.version;
    const loss = task && kindOf(task.type).loss;
    const drawn = this.#all ? rows : rows.slice(0, FEW);
    this.#holder.replaceChildren(...[scrolling("Versions of the model", element("table", {class: "versions"},
      element("caption", {class: "unseen"}, "Versions of the model, the newest first"),
      element("thead", {}, element("tr", {},
        element("th", {scope: "col"}, "version"), element("th", {scope: "col", class: "text"}, "made"),
        element("th", {scope: "col", class: "wide-only"}, "after events"),
        loss && element("th", {scope: "col"}, loss.title, element("span", {class: "wide-only"}, ` of ${task.name}`)),
        element("th", {scope: "col", class: "wide-only"}, "size"),
        model?.steerable && element("th", {scope: "col"}, element("span", {class: "unseen"}, "Go back")))),
      element("tbody", {}, drawn.map((each, i) => this.#row(each, i, loss))))),
    rows.length > FEW && element("div", {class: "table-bar"}, element("button", {
      type: "button", class: "quiet", onclick: () => {
        this.#all = !this.#all;
        this.#draw();
      }
    }, this.#all ? `Show the newest ${FEW}` : `Show all ${rows.length}`)),
    checkpointsProblem && element("p", {class: "empty"}, "The newest versions cannot be read: " + checkpointsProblem)].filter(Boolean));
    if (focused) {
      this.#button(focused)?.focus();
    }
  }

  /** When it was made, by the clock; of versions of an earlier process only the time of their events is known. */
  #madeAt({model, time}) {
    const told = this.#store.snapshot?.checkpoints.find(each => each.model.version === model.version && each.model.replica === model.replica);
    return told ? moment(told.at) : time ? moment(Date.parse(time)) : "–";
  }

  #row(each, place, loss) {
    const {version, epoch} = each.model, {model} = this.#store;
    return element("tr", {},
      element("th", {scope: "row"}, String(version), " ", place === 0 && element("span", {class: "chip"}, "newest"),
        epoch > 0 && element("span", {class: "tag"}, ` epoch ${epoch}`)),
      element("td", {class: "text"}, this.#madeAt(each)),
      element("td", {class: "wide-only"}, count(each.events)),
      loss && element("td", {}, number(each.metrics?.[this.#chosen]?.[loss.key])),
      element("td", {class: "wide-only"}, bytes(each.bytes)),
      model?.steerable && element("td", {class: "action"}, element("button", {
        type: "button", class: "quiet", "data-version": version, "aria-label": `Go back to version ${version}`, onclick: () => this.#goBack(each)
      }, "Go back")));
  }

  #button(version) {
    return this.#holder.querySelector(`button[data-version="${version}"]`);
  }

  async #goBack(checkpoint) {
    const {version} = checkpoint.model;
    const done = await goBack(this.#store, checkpoint);
    if (done) {
      this.#said = done;
      await this.refresh();
    }
    this.#draw();
    this.#button(version)?.focus();
  }
}

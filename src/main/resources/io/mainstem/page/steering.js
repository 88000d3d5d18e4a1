/** What can be changed from the page: back to a version, and whether what comes is learned. */

import {byId, element, setAttribute, setText} from "./dom.js";
import {several} from "./format.js";
import {confirmChange} from "./confirm.js";

/** A promise of what to say of it once it is done; undefined where it was not. */
export function goBack(store, checkpoint) {
  const {version} = checkpoint.model, since = store.replica ? store.replica.events - checkpoint.events : 0, keep = store.model?.keep;
  return confirmChange(store, {
    title: `Go back to version ${version}?`,
    text: `The learner takes up its weights, optimiser and metrics as they were after ${several(checkpoint.events, "event")}`
      + (since > 0 ? `; what it learned from the ${several(since, "event")} since then is undone` : "")
      + ". It goes on from there with what comes next. That is a new version; "
      + (keep ? `only the newest ${keep} stay, so this can be taken back as long as the version before is one of them.` : "the oldest ones go in time."),
    action: `Go back to version ${version}`, doing: "Going back …", done: `Went back to version ${version}.`, danger: true
  }, `v1/checkpoints/${version}/rollback`);
}

/** The button that pauses learning, and lets it go on. */
export class Pause {
  #store;
  #holder = byId("pause");
  #button = element("button", {type: "button", class: "quiet", onclick: () => this.#ask()});

  constructor(store) {
    this.#store = store;
    this.#holder.append(this.#button);
  }

  update() {
    const {model, replica} = this.#store;
    this.#holder.hidden = !model?.steerable || !replica;
    setText(this.#button, replica?.steering.paused ? "Resume learning" : "Pause learning");
    setAttribute(this.#button, "data-paused", replica?.steering.paused);
  }

  async #ask() {
    const paused = this.#store.replica?.steering.paused;
    await confirmChange(this.#store, paused ? {
      title: "Resume learning?", text: "What comes from now on is learned again. What came meanwhile was predicted and scored, and is not learned later.",
      action: "Resume learning", doing: "Resuming …", done: true
    } : {
      title: "Pause learning?", text: "Events are still predicted and scored, but not learned, until somebody resumes it. What comes meanwhile is not learned later.",
      action: "Pause learning", doing: "Pausing …", done: true
    }, "v1/control", {command: paused ? "resume" : "pause"});
    this.#button.focus();
  }
}

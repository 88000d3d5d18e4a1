/** Asks whether to go back to a version, with the token where it is not known yet, and does it. */

import {byId, element, setText} from "./dom.js";
import {count, several} from "./format.js";
import {ask} from "./feed.js";

/** As long as the page is open; kept nowhere else. */
let token = "";

/** A promise of what to say of it once it is done; undefined where it was not. */
export function confirmRollback(store, checkpoint) {
  const dialog = byId("rollback"), {version, replica} = checkpoint.model;
  const since = store.replica ? store.replica.events - checkpoint.events : 0, partitions = store.model?.partitions || 1;
  const field = element("input", {id: "rollback-token", type: "password", autocomplete: "off", spellcheck: "false", required: true, "aria-describedby": "rollback-hint"});
  field.value = token;
  const all = element("input", {id: "rollback-all", type: "checkbox"});
  const problem = element("p", {class: "problem", role: "alert"});
  const cancel = element("button", {type: "button", class: "plain"}, "Cancel");
  const go = element("button", {type: "submit", class: "danger"}, `Go back to version ${version}`);
  const form = element("form", {method: "dialog"},
    element("h2", {id: "rollback-title"}, `Go back to version ${version}?`),
    element("p", {}, `The learner takes up its weights, optimiser and metrics as they were after ${several(checkpoint.events, "event")}`
      + (since > 0 ? `; what it learned from the ${several(since, "event")} since then is undone` : "")
      + ". It goes on from there with what comes next. Versions that are there stay, so this can be taken back too."),
    element("label", {for: "rollback-token"}, "Token"), field,
    element("p", {id: "rollback-hint", class: "muted"}, "That of --http-token-file; the demo prints one. It is forgotten when this page is closed."),
    partitions > 1 && element("p", {}, all, " ", element("label", {for: "rollback-all", class: "inline"}, `All ${count(partitions)} partitions, not only partition ${replica}`)),
    problem, element("div", {class: "buttons"}, cancel, go));
  dialog.replaceChildren(form);
  dialog.showModal();
  if (token) {
    go.focus();
  } else {
    field.focus();
  }
  return new Promise(resolve => {
    let said;
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => resolve(said), {once: true});
    form.addEventListener("submit", async event => {
      event.preventDefault();
      go.disabled = cancel.disabled = true;
      setText(go, "Going back …");
      setText(problem, "");
      try {
        const query = partitions > 1 && !all.checked ? `?replica=${replica}` : "";
        await ask(`v1/checkpoints/${version}/rollback${query}`, {method: "POST", headers: {Authorization: "Bearer " + field.value.trim()}, timeout: 60000});
        token = field.value.trim();
        said = `Went back to version ${version}.`;
        dialog.close();
      } catch (failure) {
        const answer = failure.answers?.find(each => each.error || each.message || each.reason);
        setText(problem, failure.message + (answer ? " " + (answer.message || answer.reason || answer.error?.message || "") : ""));
        go.disabled = cancel.disabled = false;
        setText(go, `Go back to version ${version}`);
        if (failure.code?.startsWith("token")) {
          field.select();
        }
      }
    });
  });
}

/** Asks whether something is to be changed, with the token where it is not known yet, and does it. */

import {byId, element, setText} from "./dom.js";
import {count} from "./format.js";
import {ask} from "./feed.js";

/** As long as the page is open; kept nowhere else. */
let token = "";

/**
 * A promise of done once it is done, of undefined where it is not. what is {title, text, action, doing, done, danger}, in words;
 * path is that of the request and body what it says, if anything.
 */
export function confirmChange(store, what, path, body) {
  const dialog = byId("confirm"), partitions = store.model?.partitions || 1, replica = store.replica?.model.replica;
  const field = element("input", {id: "confirm-token", type: "password", autocomplete: "off", spellcheck: "false", required: true, "aria-describedby": "confirm-hint"});
  field.value = token;
  const all = element("input", {id: "confirm-all", type: "checkbox"});
  const problem = element("p", {class: "problem", role: "alert"});
  const cancel = element("button", {type: "button", class: "plain"}, "Cancel");
  const go = element("button", {type: "submit", class: what.danger ? "danger" : "go"}, what.action);
  const form = element("form", {method: "dialog"},
    element("h2", {id: "confirm-title"}, what.title), element("p", {}, what.text),
    element("label", {for: "confirm-token"}, "Token"), field,
    element("p", {id: "confirm-hint", class: "muted"}, "That of --http-token-file; the demo prints one. It is forgotten when this page is closed."),
    partitions > 1 && element("p", {}, all, " ", element("label", {for: "confirm-all", class: "inline"}, `All ${count(partitions)} partitions, not only partition ${replica}`)),
    problem, element("div", {class: "buttons"}, cancel, go));
  dialog.replaceChildren(form);
  dialog.showModal();
  (token ? go : field).focus();
  return new Promise(resolve => {
    let said;
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => resolve(said), {once: true});
    form.addEventListener("submit", async event => {
      event.preventDefault();
      go.disabled = cancel.disabled = true;
      setText(go, what.doing);
      setText(problem, "");
      try {
        const query = partitions > 1 && !all.checked ? `?replica=${replica}` : "";
        const headers = {Authorization: "Bearer " + field.value.trim(), ...(body && {"Content-Type": "application/json"})};
        await ask(path + query, {method: "POST", headers, body: body && JSON.stringify(body), timeout: 60000});
        token = field.value.trim();
        said = what.done;
        dialog.close();
      } catch (failure) {
        const answer = failure.answers?.find(each => each.error || each.message || each.reason);
        setText(problem, failure.message + (answer ? " " + (answer.message || answer.reason || answer.error?.message || "") : ""));
        go.disabled = cancel.disabled = false;
        setText(go, what.action);
        if (failure.code?.startsWith("token")) {
          field.select();
        }
      }
    });
  });
}

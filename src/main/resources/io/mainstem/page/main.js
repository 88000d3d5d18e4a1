/** Puts the page together: what the server says goes to the store, and is drawn at most once a frame. */

import {byId, eachFrame, element, segments, setAttribute, setText} from "./dom.js";
import {chooseAxis} from "./chart.js";
import {Checkpoints} from "./checkpoints.js";
import {ask, feed} from "./feed.js";
import {Network} from "./network.js";
import {Predictions} from "./predictions.js";
import {Pause} from "./steering.js";
import {stateOf} from "./state.js";
import {Store} from "./store.js";
import {TaskList} from "./tasklist.js";
import {TaskPanel} from "./task.js";
import {Tiles} from "./tiles.js";

const AGAIN = 5000, UNFOLLOWED = 5000, MOMENT = 1000;

const store = new Store();
const tiles = new Tiles(byId("tiles"));
const panel = new TaskPanel(store);
const network = new Network(store);
const predictions = new Predictions(store);
const checkpoints = new Checkpoints(store);
const pause = new Pause(store);
const list = new TaskList(store, name => {
  history.replaceState(null, "", name === store.tasks[0]?.name ? location.pathname : "#task=" + encodeURIComponent(name));
  const tab = document.querySelector('#task-list [aria-selected="true"]');
  setAttribute(byId("task"), "aria-labelledby", tab?.id);
  panel.show(name);
  follow();
  draw();
});

let connection = "connecting", lostAt, serverProblem, generation = 0;

const draw = eachFrame(() => {
  says();
  tiles.update(store, stateOf(store, connection, lostAt));
  replicas();
  list.update();
  panel.update();
  network.update(list.chosen);
  predictions.update(list.chosen);
  checkpoints.update(list.chosen);
  pause.update();
});

/** The state, which is read out when it becomes another, and no more often. */
function says() {
  const state = stateOf(store, connection, lostAt);
  setText(byId("learner"), store.model?.name || store.snapshot?.learner || (state.kind === "connecting" ? "Connecting …" : "Mainstem"));
  setText(byId("state-text"), state.text);
  setAttribute(byId("state"), "data-kind", state.kind);
  const said = [state.notice, serverProblem].filter(Boolean).join(" "), notice = byId("notice");
  notice.hidden = !said;
  setAttribute(notice, "data-tone", serverProblem ? "bad" : state.tone);
  setText(notice, said);
  const title = [store.model?.name, state.kind === "learning" ? undefined : state.text].filter(Boolean).join(" – ");
  document.title = title ? title + " – Mainstem" : "Mainstem";
}

function replicas() {
  const select = byId("replica"), here = store.replicas.map(each => each.model.replica);
  byId("replica-choice").hidden = here.length < 2;
  if (select.dataset.shown !== here.join()) {
    select.dataset.shown = here.join();
    select.replaceChildren(...here.map(each => element("option", {value: each}, String(each))));
  }
  if (store.replica && document.activeElement !== select) {
    select.value = String(store.replica.model.replica);
  }
}

/** All that does not come by itself; again after each time that the connection was away. */
async function load() {
  const mine = ++generation;
  try {
    const model = await ask("v1/model");
    if (mine !== generation) {
      return;
    }
    const other = JSON.stringify(model.tasks) !== JSON.stringify(store.model?.tasks);
    store.model = model;
    if (other) {
      list.show();
    }
    const {history} = await ask("v1/history?replica=" + (store.replica?.model.replica ?? 0));
    if (mine === generation) {
      store.takeHistory(history);
      serverProblem = undefined;
    }
  } catch (problem) {
    if (mine === generation && connection === "open") {
      serverProblem = "Not all can be shown: " + problem.message;
      setTimeout(() => mine === generation && load(), AGAIN);
    }
  }
  draw();
}

/**
 * Asks for the course of the chosen task where snapshots do not have it: of very many tasks not all are in them, and of a stream
 * that was learned between two of them they have one point only.
 */
async function follow() {
  const name = list.chosen;
  const missing = store.snapshot?.tasksNotShown > 0 && !store.replica?.tasks.some(each => each.task === name);
  const sparse = store.course(name).length < 2 && store.metrics(name)?.labels > 0;
  if (name && store.replica && connection === "open" && (missing || sparse)) {
    try {
      store.takeCourse(name, (await ask(`v1/history?task=${encodeURIComponent(name)}&replica=${store.replica.model.replica}`)).history);
    } catch {
      // The next time may do; that the connection is away is said elsewhere.
    }
    draw();
  }
}

const live = feed(() => "v1/live" + store.query, {
  open() {
    connection = "open";
    serverProblem = undefined;
    load();
    checkpoints.refresh();
  },
  snapshot(snapshot) {
    store.take(snapshot);
    draw();
  },
  async lost() {
    if (connection !== "lost") {
      connection = "lost";
      lostAt = Date.now();
    }
    draw();
    const answers = await ask("v1/model").then(() => true, () => false);
    serverProblem = answers && connection === "lost" ? "The server answers, but gives no live view: too many may be watching." : undefined;
    draw();
  },
  asleep() {
    generation++;
  }
});

byId("replica").addEventListener("change", event => {
  store.choose(Number(event.target.value));
  live.again();
});
segments(byId("axis"), [{key: "events", title: "by events"}, {key: "time", title: "by time"}], "events", chooseAxis);
setInterval(() => document.hidden || says(), MOMENT);
setInterval(() => document.hidden || follow(), UNFOLLOWED);

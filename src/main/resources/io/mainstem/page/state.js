/** How the learner and the connection to it are, in words. */

import {clock, count, duration, several} from "./format.js";

/** A stream stands still after that many milliseconds, or that many times its usual gap, whichever is longer. */
const STILL = 5000, GAPS = 4;

/**
 * {kind, text, notice, tone}: kind is one of learning, paused, still, waiting, away, restoring, failed, lost, connecting; the notice
 * says more where there is more to say. connection is "connecting", "open" or "lost".
 */
export function stateOf(store, connection, lostAt) {
  const {snapshot} = store;
  if (connection === "lost") {
    return {
      kind: "lost", text: "Connection lost", tone: "bad",
      notice: `The connection to the learner is lost since ${clock(lostAt)}; this page tries again by itself.`
        + (snapshot ? ` What it shows is of ${clock(store.heardAt)}.` : "")
    };
  }
  if (!snapshot) {
    return {kind: "connecting", text: "Connecting"};
  }
  const {stream} = snapshot;
  const failed = stream.state === "ERROR" || stream.state === "NOT_RUNNING";
  if (stream.brokersAway && !failed) {
    const {reason, since} = stream.brokersAway;
    return {
      kind: "away", text: "Brokers away", tone: "bad",
      notice: `No events are taken since ${clock(since)}, for ${duration(snapshot.at - since)}: ${reason}. `
        + "It goes on by itself when they are back; until then it is not known how many events wait."
    };
  }
  if (!stream.ready) {
    return {
      kind: failed ? "failed" : "restoring", text: failed ? "Stopped" : stream.state === "REBALANCING" ? "Restoring" : "Starting",
      tone: failed ? "bad" : "warn", notice: `No events are taken at present: ${stream.reason}.`
    };
  }
  const {replica} = store;
  if (!replica) {
    return {
      kind: "waiting", text: "No partition here", tone: "warn",
      notice: "Other instances have all partitions at present; this one would take over if one of them ended."
    };
  }
  const here = store.replicas.length > 1 ? ` of partition ${replica.model.replica}` : "";
  const own = "-" + replica.model.replica;
  const waiting = Object.entries(stream.lag).reduce((sum, [source, lag]) => source.endsWith(own) ? sum + lag : sum, 0);
  if (replica.steering.paused) {
    return {
      kind: "paused", text: "Paused", tone: "warn",
      notice: `Learning is paused: events are predicted and scored, but not learned; ${several(replica.steering.notLearned, "example")} so far.`
    };
  }
  if (replica.events === 0 && waiting === 0) {
    return {
      kind: "waiting", text: "Waiting for the first event", tone: "info",
      notice: "The learner runs and waits for its first event. As soon as one comes, this page shows what becomes of it."
    };
  }
  const {idleMillis} = replica;
  if (idleMillis > Math.max(STILL, GAPS * replica.usualGapMillis)) {
    return {
      kind: "still", text: "Stands still", tone: waiting > 0 ? "bad" : "info",
      notice: `The stream${here} stands still since ${clock(snapshot.at - idleMillis)}, for ${duration(idleMillis)}: `
        + (waiting > 0 ? `${several(waiting, "record")} wait, but none is taken.`
          : `no more events come. All ${count(replica.events)} that came are taken.`)
    };
  }
  return {kind: "learning", text: "Learning"};
}

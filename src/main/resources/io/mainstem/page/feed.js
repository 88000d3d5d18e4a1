/**
 * Snapshots as they come, from the server's stream of events; nothing is asked for while nobody looks. Tells when the
 * connection is lost, and tries again until it is there.
 */

const SILENCE = 7000;
const AGAIN = 3000;

/** url() is asked for it each time; on is {open(), snapshot(object), lost(), asleep()}. What it returns connects again(). */
export function feed(url, on) {
  let source, watchdog, again, heard = false;

  function alive() {
    clearTimeout(watchdog);
    watchdog = setTimeout(lose, SILENCE);
  }

  function stop() {
    clearTimeout(watchdog);
    clearTimeout(again);
    if (source) {
      source.close();
      source = undefined;
    }
  }

  function lose() {
    stop();
    on.lost();
    // Ours, not the browser's: that one gives up at the first answer that is an error.
    again = setTimeout(connect, AGAIN);
  }

  function connect() {
    stop();
    if (document.hidden) {
      return;
    }
    heard = false;
    alive();
    source = new EventSource(url());
    source.addEventListener("snapshot", event => {
      alive();
      if (!heard) {
        heard = true;
        on.open();
      }
      let snapshot;
      try {
        snapshot = JSON.parse(event.data);
      } catch {
        return; // the next one comes in a second
      }
      on.snapshot(snapshot);
    });
    source.onerror = lose;
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      stop();
      on.asleep();
    } else {
      connect();
    }
  });
  // A page that is left must not keep one of the server's places.
  addEventListener("pagehide", stop);
  addEventListener("pageshow", event => event.persisted && connect());
  connect();
  return {again: connect};
}

/** What a request answers; an Error says what the server did, in its words where it has some. */
export async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, {cache: "no-store", signal: AbortSignal.timeout(options.timeout || 20000), ...options});
  } catch (problem) {
    throw new Error(problem.name === "TimeoutError" ? "The server did not answer in time." : "The server cannot be reached.");
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    const failure = new Error(sentence(body.error?.message || `The server answered with status ${response.status}.`));
    failure.code = body.error?.code;
    failure.answers = body.answers;
    throw failure;
  }
  return body;
}

const sentence = text => text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");

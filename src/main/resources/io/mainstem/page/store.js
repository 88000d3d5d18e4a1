/** What is known of the learner, in bounded memory. */

const MOST_POINTS = 400, LEAST_POINTS = 60, POINTS_IN_ALL = 8000;
const MOST_RATES = 120;

export class Store {
  model = undefined;
  snapshot = undefined;
  /** By this machine's clock, of the last snapshot. */
  heardAt = undefined;
  checkpoints = undefined;
  checkpointsProblem = undefined;
  /** Events a second of the last two minutes. */
  rates = [];
  #courses = new Map();
  #chosenReplica = undefined;
  /** The newest metrics of a task that is not in the snapshots, the one that was asked for last. */
  #unfollowed = new Map();

  get tasks() {
    return this.model?.tasks || [];
  }

  task(name) {
    return this.tasks.find(task => task.name === name);
  }

  get replicas() {
    return this.snapshot?.replicas || [];
  }

  /** The one that snapshots tell all of: the chosen one as long as it is here. */
  get replica() {
    return this.replicas.find(each => each.model.replica === this.snapshot.shown);
  }

  /** Which replica the server is asked for, as a query; the first that it has as long as none is chosen. */
  get query() {
    return this.#chosenReplica === undefined ? "" : "?replica=" + this.#chosenReplica;
  }

  choose(replica) {
    this.#chosenReplica = replica;
  }

  /** The newest metrics of a task; undefined before its first. */
  metrics(task) {
    return this.replica?.tasks.find(each => each.task === task) || this.#unfollowed.get(task);
  }

  /** Points in the course of the stream, the oldest first. */
  course(task) {
    return this.#courses.get(task) || [];
  }

  drifts() {
    const replica = this.replica?.model.replica;
    return (this.snapshot?.drifts || []).filter(each => each.replica === replica);
  }

  /** What the server kept from before this page was open. */
  takeHistory(history) {
    this.#courses.clear();
    const replica = this.replica?.model.replica ?? history[0]?.metrics.replica;
    for (const {at, metrics} of history) {
      if (metrics.replica === replica) {
        this.#add(at, metrics);
      }
    }
  }

  /** The course of a task that is not in the snapshots. */
  takeCourse(task, history) {
    const own = history.filter(each => each.metrics.replica === this.replica?.model.replica);
    this.#courses.delete(task);
    own.forEach(({at, metrics}) => this.#add(at, metrics));
    this.#unfollowed = new Map(own.length ? [[task, own[own.length - 1].metrics]] : []);
  }

  take(snapshot) {
    const before = this.replica?.model.replica;
    this.snapshot = snapshot;
    this.heardAt = Date.now();
    this.rates.push(snapshot.eventsPerSecond);
    if (this.rates.length > MOST_RATES) {
      this.rates.shift();
    }
    if (before !== undefined && before !== this.replica?.model.replica) {
      this.#courses.clear(); // that partition went elsewhere
    }
    // They are as old as the last record that was taken.
    const at = snapshot.at - (this.replica?.idleMillis || 0);
    for (const metrics of this.replica?.tasks || []) {
      this.#add(at, metrics);
    }
  }

  #add(at, metrics) {
    let course = this.#courses.get(metrics.task);
    if (!course) {
      this.#courses.set(metrics.task, course = []);
    }
    const last = course[course.length - 1];
    if (last && last.labels === metrics.labels && last.events <= metrics.events) {
      return;
    }
    // A learner that was restored may be some events behind what it said before.
    while (course.length && course[course.length - 1].events >= metrics.events) {
      course.pop();
    }
    course.push(point(at, metrics));
    const most = Math.max(LEAST_POINTS, Math.min(MOST_POINTS, POINTS_IN_ALL / Math.max(1, this.tasks.length)));
    if (course.length > most) {
      course.splice(leastMissed(course), 1);
    }
  }
}

/** The place of the point whose neighbours are closest to each other: without it the others still lie evenly over the stream. */
function leastMissed(course) {
  let place = 1, least = Infinity;
  for (let i = 1; i < course.length - 1; i++) {
    const gap = course[i + 1].events - course[i - 1].events;
    // Where it went back to a version the leap stays.
    if (gap < least && course[i].step >= course[i - 1].step && course[i + 1].step >= course[i].step) {
      least = gap;
      place = i;
    }
  }
  return place;
}

/** Of a record of metrics what is drawn. */
function point(at, metrics) {
  const {events, labels, step, window, windowBaselines, faded, heldOut, transfer, coverage} = metrics;
  return {at, events, labels, step, window, windowBaselines, faded, heldOut: heldOut?.window, transfer, coverage};
}

/** Numbers and times as people read them. Anything that is no number is a dash. */

const NOTHING = "–";
const WHOLE = new Intl.NumberFormat("en", {maximumFractionDigits: 0});
const CLOCK = new Intl.DateTimeFormat("en-GB", {hour: "2-digit", minute: "2-digit", second: "2-digit"});
const DAY = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "short", hour: "2-digit", minute: "2-digit"});
const MINUTE = 60, HOUR = 3600, DAY_SECONDS = 86400;

export const known = x => typeof x === "number" && isFinite(x);

export const count = n => known(n) ? WHOLE.format(n) : NOTHING;

/** Four digits or so, in the same number of places whatever the value of a metric is. */
export function number(x) {
  if (!known(x)) {
    return NOTHING;
  }
  const size = Math.abs(x);
  if (size !== 0 && (size < 0.0005 || size >= 1e6)) {
    return x.toExponential(2).replace("-", "−");
  }
  return (size < 1 ? x.toFixed(4) : size < 10 ? x.toFixed(3) : size < 100 ? x.toFixed(2) : size < 1000 ? x.toFixed(1) : WHOLE.format(x))
    .replace("-", "−");
}

/** A value in the unit of a label, shorter than a metric. */
export function value(x) {
  if (!known(x)) {
    return NOTHING;
  }
  const size = Math.abs(x);
  return (size >= 1e6 ? x.toExponential(2) : size >= 100 ? WHOLE.format(x) : size >= 10 ? x.toFixed(1) : String(+x.toPrecision(3)))
    .replace("-", "−");
}

export const percent = (share, digits = 1) => known(share) ? (100 * share).toFixed(digits).replace(/^-(?=.*[1-9])/, "−").replace(/^-/, "") + "\u00a0%" : NOTHING;

/** Of an axis: as many digits as its steps need. */
export function percentTicks(ticks) {
  const step = ticks.length > 1 ? 100 * Math.abs(ticks[1] - ticks[0]) : 1;
  return ticks.map(x => percent(x, step >= 1 ? 0 : step >= 0.1 ? 1 : 2));
}

export const rate = perSecond => !known(perSecond) ? NOTHING
  : perSecond < 10 && perSecond > 0 ? perSecond.toFixed(1) : WHOLE.format(perSecond);

export function bytes(n) {
  return !known(n) ? NOTHING : n < 1e3 ? n + " B" : n < 1e6 ? (n / 1e3).toFixed(0) + " kB" : (n / 1e6).toFixed(1) + " MB";
}

/** Short, for axes: 12k, 1.5M. */
export const short = n => !known(n) ? NOTHING
  : Math.abs(n) >= 1e6 ? +(n / 1e6).toPrecision(3) + "M" : Math.abs(n) >= 1e4 ? +(n / 1e3).toPrecision(4) + "k" : WHOLE.format(n);

export const clock = millis => known(millis) ? CLOCK.format(millis) : NOTHING;

/** The time of day where it is of the last day, with the day otherwise. */
export const moment = millis => !known(millis) ? NOTHING
  : Math.abs(Date.now() - millis) < 1000 * DAY_SECONDS ? CLOCK.format(millis) : DAY.format(millis);

export function duration(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  return seconds < MINUTE ? seconds + " s"
    : seconds < HOUR ? Math.floor(seconds / MINUTE) + " min"
    : seconds < 2 * DAY_SECONDS ? Math.floor(seconds / HOUR) + " h " + Math.floor(seconds % HOUR / MINUTE) + " min"
    : Math.floor(seconds / DAY_SECONDS) + " days";
}

export const several = (n, one, many = one + "s") => count(n) + " " + (n === 1 ? one : many);

export const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

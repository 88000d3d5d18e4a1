/** Small lines without axes, beside a number that says the same. */

import {element, setAttribute} from "./dom.js";

const WIDTH = 100, HEIGHT = 28, PAD = 2, MOST = 80;

/** An empty one; lines are class names of the lines that it will have, the first on top. */
export function sparkline(...lines) {
  return element("svg:svg", {class: "spark", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true"},
    [...lines].reverse().map(name => element("svg:path", {class: name, "vector-effect": "non-scaling-stroke"})));
}

/** Draws arrays of numbers, one for each line; what is undefined is left out. */
export function drawSparkline(svg, from, ...lines) {
  const thin = lines.map(values => {
    const step = Math.ceil(values.length / MOST);
    return values.filter((each, i) => (values.length - 1 - i) % step === 0);
  });
  const all = thin.flat().filter(x => x !== undefined);
  const low = Math.min(from ?? Infinity, ...all), high = Math.max(...all);
  const y = x => high > low ? HEIGHT - PAD - (x - low) / (high - low) * (HEIGHT - 2 * PAD) : HEIGHT / 2;
  [...svg.children].reverse().forEach((path, i) => {
    const values = thin[i];
    let d = "", pen = "M";
    values.forEach((x, j) => {
      if (x === undefined) {
        pen = "M";
      } else {
        d += pen + (WIDTH * j / Math.max(1, values.length - 1)).toFixed(1) + " " + y(x).toFixed(1);
        pen = "L";
      }
    });
    setAttribute(path, "d", values.length > 1 && d ? d : "M0 0");
  });
}

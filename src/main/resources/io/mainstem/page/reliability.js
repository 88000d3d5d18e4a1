/** What was said to have a probability, against how often it came true. */

import {element, scrolling, table} from "./dom.js";
import {count, number, percent} from "./format.js";

const SIZE = 240, LEFT = 40, BOTTOM = 38, TOP = 10, RIGHT = 24;

export class Reliability {
  #shown = "";
  #figure = element("div");
  #note = element("small");
  #details = element("details", {class: "numbers"}, element("summary", {}, "As a table"));
  #calibration;

  constructor() {
    this.node = element("figure", {}, element("figcaption", {}, "Calibration ", this.#note), this.#figure, this.#details);
    this.#details.addEventListener("toggle", () => this.#table());
  }

  update(calibration) {
    this.node.hidden = !calibration || !calibration.bins.length;
    const shown = JSON.stringify(calibration || {});
    if (this.node.hidden || shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    this.#calibration = calibration;
    this.#note.textContent = `mean error ${number(calibration.expectedError)}; on the line, 70 % said is 70 % true`;
    this.#figure.replaceChildren(draw(calibration));
  }

  #table() {
    this.#details.querySelector(".scroll")?.remove();
    if (this.#details.open && this.#calibration) {
      this.#details.append(scrolling("Calibration as a table", table("Calibration",
        [{head: "said"}, {head: "mean said"}, {head: "came true"}, {head: "times"}],
        this.#calibration.bins.map(bin =>
          [`${percent(bin.from, 0)} to ${percent(bin.to, 0)}`, percent(bin.confidence), percent(bin.frequency), count(bin.count)]))));
    }
  }
}

function draw(calibration) {
  const most = Math.max(...calibration.bins.map(bin => bin.count));
  const x = p => LEFT + p * (SIZE - LEFT - RIGHT), y = p => SIZE - BOTTOM - p * (SIZE - BOTTOM - TOP);
  const text = (attributes, said) => element("svg:text", attributes, said);
  return element("svg:svg", {
    class: "reliability", viewBox: `0 0 ${SIZE} ${SIZE}`, role: "img",
    "aria-label": `Calibration: what was said to be probable differs from how often it came true by ${number(calibration.expectedError)} in the mean`
  },
  [0.25, 0.5, 0.75].map(p => [
    element("svg:line", {class: "grid", x1: x(p), x2: x(p), y1: y(0), y2: y(1)}),
    element("svg:line", {class: "grid", x1: x(0), x2: x(1), y1: y(p), y2: y(p)})]).flat(),
  element("svg:rect", {class: "frame", x: x(0), y: y(1), width: x(1) - x(0), height: y(0) - y(1)}),
  element("svg:line", {class: "diagonal", x1: x(0), y1: y(0), x2: x(1), y2: y(1)}),
  calibration.bins.map(bin => element("svg:circle", {
    class: "bin", cx: x(bin.confidence), cy: y(bin.frequency), r: 3 + 9 * Math.sqrt(bin.count / most)
  }, element("svg:title", {}, `said ${percent(bin.confidence)}, came true ${percent(bin.frequency)}, ${count(bin.count)} times`))),
  [0, 0.5, 1].map(p => [
    text({x: x(p), y: SIZE - BOTTOM + 15, "text-anchor": "middle"}, percent(p, 0)),
    text({x: LEFT - 5, y: y(p) + 4, "text-anchor": "end"}, 100 * p)]).flat(),
  text({x: x(0.5), y: SIZE - 5, "text-anchor": "middle"}, "said"),
  text({x: 0, y: 0, "text-anchor": "middle", transform: `translate(11 ${y(0.5)}) rotate(-90)`}, "came true, %"));
}

/** What is drawn onto a chart beside its lines. */

import {known} from "./format.js";

const MARK = 4;

export const color = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

/** A dashed line across the plot, where that is within it. */
export function drawLevel(plot, y) {
  if (known(y)) {
    const place = plot.valToPos(y, "y", true), {left, top, width, height} = plot.bbox;
    if (place >= top && place <= top + height) {
      line(plot, "asked", left, place, left + width, place);
    }
  }
}

/** Each mark at its x, as far as that is within the plot; a mark is {x, color}. */
export function drawMarks(plot, marks) {
  const {left, top, width, height} = plot.bbox;
  for (const mark of marks) {
    const x = plot.valToPos(mark.x, "x", true);
    if (x < left || x > left + width) {
      continue;
    }
    line(plot, mark.color, x, top, x, top + height);
    const {ctx} = plot, size = MARK * devicePixelRatio;
    ctx.fillStyle = color(mark.color);
    ctx.beginPath();
    ctx.moveTo(x, top + size);
    ctx.lineTo(x + size, top);
    ctx.lineTo(x, top - size);
    ctx.lineTo(x - size, top);
    ctx.fill();
  }
}

function line(plot, name, fromX, fromY, toX, toY) {
  const {ctx} = plot;
  ctx.save();
  ctx.lineWidth = 1.25 * devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.strokeStyle = color(name);
  ctx.beginPath();
  ctx.moveTo(fromX, fromY);
  ctx.lineTo(toX, toY);
  ctx.stroke();
  ctx.restore();
}

// The hidden state over time: a column for each step, a row for each unit.

import { channels, palette } from "./palette.js";

/**
 * @param rows hidden state of each step, [step][unit]
 * @param times of these steps, in seconds
 * @param chart whose time axis is shared
 * @param most magnitude that has the full colour
 */
export function heat(canvas, rows, times, chart, most) {
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  const scale = Math.min(2, devicePixelRatio || 1);
  canvas.width = width * scale;
  canvas.height = height * scale;
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.imageSmoothingEnabled = false;
  if (!rows.length || !rows[0].length) return;
  const picture = colours(rows, most);
  const left = chart.bbox.left / devicePixelRatio;
  const right = left + chart.bbox.width / devicePixelRatio;
  const x = (i) => left + chart.valToPos(times[i], "x");
  for (let i = 0; i < rows.length; i++) {
    const from = Math.max(left, x(i));
    const to = Math.min(right, i + 1 < rows.length ? x(i + 1) : x(i) + (i ? x(i) - x(i - 1) : 4));
    if (to > from) pen.drawImage(picture, i, 0, 1, picture.height, from, 0, to - from + 0.5, height);
  }
}

/** The largest magnitude of all, for the ends of the scale. */
export function largest(rows) {
  return Math.max(1e-6, ...rows.map((row) => Math.max(...row.map(Math.abs))));
}

/** Each value a pixel, from cold over the middle at 0 to warm. */
function colours(rows, most) {
  const units = rows[0].length;
  const canvas = document.createElement("canvas");
  canvas.width = rows.length;
  canvas.height = units;
  const pen = canvas.getContext("2d");
  const image = pen.createImageData(rows.length, units);
  const { cold, mid, warm } = palette();
  const [c, m, w] = [cold, mid, warm].map(channels);
  rows.forEach((row, i) => row.forEach((value, unit) => {
    const part = Math.min(1, Math.abs(value) / most);
    const end = value < 0 ? c : w;
    const at = 4 * (unit * rows.length + i);
    for (let k = 0; k < 3; k++) image.data[at + k] = m[k] + part * (end[k] - m[k]);
    image.data[at + 3] = 255;
  }));
  pen.putImageData(image, 0, 0);
  return canvas;
}

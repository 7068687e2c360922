// A small chart: actual line, forecast band, anomalies. Drawn by hand, because there are hundreds.

import { palette } from "./palette.js";

export const SHOWN = 84; // points

/** Draws the last points of a series into a canvas. */
export function spark(canvas, series, alarmFrom) {
  const scale = Math.min(2, devicePixelRatio || 1);
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (!width) return;
  if (canvas.width !== Math.round(width * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  const pen = canvas.getContext("2d");
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, width, height);
  const from = Math.max(0, series.time.length - SHOWN);
  const range = reach(series, from);
  const x = (i) => 3 + ((i - from) * (width - 8)) / (SHOWN - 1);
  const y = (v) => height - 5 - ((v - range.low) * (height - 12)) / (range.high - range.low || 1);
  band(pen, series, from, x, y);
  line(pen, series.expected, from, x, y, palette().forecast, 1);
  line(pen, series.actual, from, x, y, palette().ink, 1.4);
  marks(pen, series, from, x, y, alarmFrom, (range.low + range.high) / 2);
}

function reach(series, from) {
  let low = Infinity;
  let high = -Infinity;
  for (let i = from; i < series.time.length; i++) {
    for (const value of [series.actual[i], series.expected[i]]) {
      if (value == null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? { low, high } : { low: 0, high: 1 };
}

function band(pen, series, from, x, y) {
  pen.fillStyle = palette().band;
  pen.beginPath();
  let begun = false;
  const edge = (i, sign) => {
    if (series.expected[i] == null || series.band[i] == null) return;
    const at = y(series.expected[i] + sign * series.band[i]);
    if (begun) pen.lineTo(x(i), at);
    else pen.moveTo(x(i), at);
    begun = true;
  };
  for (let i = from; i < series.time.length; i++) edge(i, 1);
  for (let i = series.time.length - 1; i >= from; i--) edge(i, -1);
  pen.fill();
}

function line(pen, values, from, x, y, colour, width) {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.lineJoin = "round";
  pen.beginPath();
  let down = false;
  for (let i = from; i < values.length; i++) {
    if (values[i] == null) down = false;
    else if (down) pen.lineTo(x(i), y(values[i]));
    else {
      pen.moveTo(x(i), y(values[i]));
      down = true;
    }
  }
  pen.stroke();
}

/** An alarm whose value is missing is where it was expected, or in the middle. */
function marks(pen, series, from, x, y, alarmFrom, middle) {
  pen.fillStyle = palette().mark;
  for (let i = from; i < series.time.length; i++) {
    if (series.score[i] >= alarmFrom) diamond(pen, x(i), y(series.actual[i] ?? series.expected[i] ?? middle), 4);
  }
}

/** A shape of its own: colour alone must not tell. */
export function diamond(pen, x, y, r) {
  pen.beginPath();
  pen.moveTo(x, y - r);
  pen.lineTo(x + r, y);
  pen.lineTo(x, y + r);
  pen.lineTo(x - r, y);
  pen.closePath();
  pen.fill();
}

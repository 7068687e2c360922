// uPlot charts that share one time axis: zoom by dragging, wheel or keys, pan with shift or arrows.

import uPlot from "/uplot.js";
import { palette } from "./palette.js";
import { number, score, when } from "./format.js";
import { diamond } from "./spark.js";

const STEP = 0.15; // of the range, for one key press or notch

/** A time range that several charts show. */
export class Range {
  constructor(changed) {
    this.changed = changed;
    this.charts = [];
    this.first = 0;
    this.last = 1;
    this.min = 0;
    this.max = 1;
    this.follow = true;
  }

  /** Where data begins and ends; a range that follows moves along. */
  bounds(first, last) {
    const span = this.max - this.min;
    this.first = first;
    this.last = last;
    if (this.follow) this.set(Math.max(first, last - span), last, true);
  }

  set(min, max, follow = false) {
    if (this.setting || !(max > min)) return;
    this.setting = true;
    this.min = min;
    this.max = max;
    this.follow = follow || max >= this.last;
    for (const chart of this.charts) chart.setScale("x", { min, max });
    this.setting = false;
    this.changed();
  }

  pan(part) {
    const by = part * (this.max - this.min);
    const kept = Math.max(this.first - this.min, Math.min(by, this.last - this.max));
    this.set(this.min + kept, this.max + kept);
  }

  zoom(part, around = (this.min + this.max) / 2) {
    const min = Math.max(this.first, around - (around - this.min) * (1 + part));
    const max = Math.min(this.last, around + (this.max - around) * (1 + part));
    this.set(min, max);
  }

  key(e) {
    const steps = { ArrowLeft: () => this.pan(-STEP), ArrowRight: () => this.pan(STEP), "+": () => this.zoom(-2 * STEP), "-": () => this.zoom(3 * STEP), Home: () => this.set(this.first, this.last) };
    if (!steps[e.key]) return;
    e.preventDefault();
    steps[e.key]();
  }

  join(chart) {
    this.charts.push(chart);
    chart.over.addEventListener("wheel", (e) => {
      if (!e.ctrlKey && Math.abs(e.deltaX) > Math.abs(e.deltaY)) this.pan(Math.sign(e.deltaX) * STEP);
      else if (e.ctrlKey || e.shiftKey || e.altKey) this.zoom(Math.sign(e.deltaY || e.deltaX) * STEP, chart.posToVal(e.offsetX, "x"));
      else return; // the page scrolls
      e.preventDefault();
    }, { passive: false });
  }
}

function frame(width, height, range, pipeline, hooks) {
  const { quiet, line } = palette();
  const axis = { stroke: quiet, grid: { stroke: line, width: 1 }, ticks: { show: false }, font: "11px system-ui, sans-serif" };
  return {
    width,
    height,
    axis,
    time: { ...axis, values: (u, ticks, at, space, step) => ticks.map((t) => tick(t, step)) },
    legend: { show: false },
    padding: [8, 14, 0, 0],
    cursor: { sync: { key: "time" }, drag: { x: true, y: false, setScale: false }, points: { size: 7 } },
    scales: { x: { time: true, range: () => [range.min, range.max] } },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    hooks: { setSelect: [(u) => dragged(u, range)], ...hooks },
  };
}

function dragged(chart, range) {
  const { left, width } = chart.select;
  if (width > 4) range.set(chart.posToVal(left, "x"), chart.posToVal(left + width, "x"));
  chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false); // its place is elsewhere now
}

const MINUTE = 60;
const DAY = 86400;
const MONTH = 28 * DAY;
const format = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });
const month = format({ month: "short", year: "numeric" });
const day = format({ day: "numeric", month: "short" });
const minute = format({ hour: "2-digit", minute: "2-digit" });
const second = format({ hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** As fine as the steps between ticks; where they are of hours, midnight is called by its date. */
export function tick(seconds, step) {
  if (step >= MONTH) return month.format(seconds * 1000);
  if (step >= DAY || seconds % DAY === 0) return day.format(seconds * 1000);
  return (step >= MINUTE ? minute : second).format(seconds * 1000);
}

/** Actual against expected, with the band and the anomalies. */
export function forecastChart(place, width, height, range, pipeline, data, pointed, drawn) {
  const { ink, forecast, band, mark } = palette();
  const options = frame(width, height, range, pipeline, {
    setCursor: [(u) => pointed(u.cursor.idx)],
    draw: [(u) => {
      u.ctx.fillStyle = mark;
      const size = 5 * devicePixelRatio;
      for (let i = 0; i < u.data[0].length; i++) {
        const at = u.data[0][i];
        if (at >= range.min && at <= range.max && u.data[5][i] >= pipeline.alarmFrom) diamond(u.ctx, u.valToPos(at, "x", true), level(u, i, true), size);
      }
      drawn(u);
    }],
  });
  const plain = { points: { show: false }, spanGaps: false };
  return new uPlot({
    ...options,
    padding: [8, 58, 0, 0], // as wide as the other chart's right axis
    axes: [options.time, { ...options.axis, size: 64, values: (u, ticks) => ticks.map(number) }],
    series: [
      {},
      { ...plain, stroke: ink, width: 1.4 },
      { ...plain, stroke: forecast, width: 1.4, dash: [5, 3] },
      { ...plain, stroke: "transparent" },
      { ...plain, stroke: "transparent" },
      { ...plain, scale: "hidden", show: false },
    ],
    bands: [{ series: [3, 4], fill: band }],
  }, data, place);
}

/** Where a point is drawn: one whose value is missing where it was expected, or in the middle. */
export function level(chart, i, pixels) {
  const value = chart.data[1][i] ?? chart.data[2][i] ?? (chart.scales.y.min + chart.scales.y.max) / 2;
  return chart.valToPos(value, "y", pixels);
}

/** Error of each forecast in scaled units, and the score. */
export function errorChart(place, width, height, range, pipeline, data) {
  const { ink, mark, quiet } = palette();
  const options = frame(width, height, range, pipeline, {});
  return new uPlot({
    ...options,
    axes: [options.time, { ...options.axis, size: 64, values: (u, ticks) => ticks.map(number) }, { ...options.axis, side: 1, scale: "score", size: 44, grid: { show: false }, splits: () => [0, 0.5, 1] }],
    scales: { ...options.scales, score: { range: [0, 1.02] } },
    series: [
      {},
      { stroke: ink, fill: `${quiet}33`, width: 1.2, points: { show: false } },
      { stroke: mark, width: 1.2, scale: "score", points: { show: false }, dash: [2, 3] },
    ],
  }, data, place);
}

/** What is under the cursor, in words. */
export function reading(data, i, pipeline) {
  const [time, actual, expected, , , scores] = data;
  const parts = [when(time[i] * 1000, pipeline.daily), actual[i] == null ? "no value" : `${number(actual[i])} ${pipeline.unit}`];
  if (expected[i] != null) parts.push(`${number(expected[i])} expected`);
  parts.push(`score ${score(scores[i])}`);
  return parts.join(" · ");
}

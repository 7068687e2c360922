// One key: its history with zoom and pan, errors, contributions, hidden state.

import { onTheme } from "./palette.js";
import { count, number, score, when } from "./format.js";
import { errorChart, forecastChart, Range, reading } from "./charts.js";
import { heat } from "./heat.js";

const KEPT = 6144;
const DETAILS = 512;
const FIRST_SPAN = 180; // points shown at first
const COLUMNS = ["time", "actual", "expected", "band", "error", "score"];

const TEMPLATE = `
  <div class="heading key-heading">
    <a class="back" href="#">← All keys</a>
    <h2 id="key-title"></h2>
    <p class="quiet" id="key-facts"></p>
  </div>
  <div class="panel" id="key-charts" role="application" tabindex="0" aria-label="History. Arrows pan, plus and minus zoom, Home shows all, End follows the stream.">
    <div class="panel-top">
      <h3>Expected against actual</h3>
      <p id="key-reading" class="reading"></p>
      <div class="ranges" role="group" aria-label="Range">
        <button type="button" data-zoom="earlier" aria-label="Earlier">‹</button>
        <button type="button" data-zoom="later" aria-label="Later">›</button>
        <button type="button" data-zoom="out" aria-label="Zoom out">−</button>
        <button type="button" data-zoom="in" aria-label="Zoom in">+</button>
        <button type="button" data-zoom="all">All</button>
        <button type="button" data-zoom="follow" id="key-follow">Follow</button>
      </div>
    </div>
    <div id="key-forecast" class="plot"></div>
    <h3>Error <span class="quiet">scaled units, line</span> and score <span class="quiet">dots, right</span></h3>
    <div id="key-error" class="plot"></div>
    <div id="key-hidden-part">
      <h3>Hidden state <span class="quiet" id="key-units"></span> <span class="scale" aria-hidden="true">−1 <i></i> 1</span></h3>
      <canvas id="key-hidden" role="img" aria-label="Hidden state over time"></canvas>
    </div>
    <p class="quiet hint">Drag to zoom, double-click for all; Shift and wheel zoom, arrows pan.</p>
  </div>
  <div class="panel" id="key-contributions-part">
    <h3>What each feature added to the forecast <span class="quiet" id="key-moment"></span></h3>
    <dl id="key-contributions" class="bars"></dl>
    <p class="quiet hint">The step taken again from the same state without that feature; the difference.</p>
  </div>`;

export class KeyView {
  constructor(place, nameOf) {
    this.place = place;
    this.nameOf = nameOf;
    this.id = null;
    onTheme(() => this.rebuild());
    addEventListener("resize", () => this.rebuild());
  }

  begin(pipeline) {
    this.pipeline = pipeline;
    if (this.id != null) this.open(this.id, this.moment);
  }

  async open(id, moment) {
    this.close();
    this.id = id;
    this.moment = moment;
    if (!this.pipeline) return; // begin() opens it
    this.history = Object.fromEntries(COLUMNS.map((c) => [c, []]));
    this.details = { from: 0, hidden: [], contributions: [] };
    this.count = 0;
    this.place.innerHTML = TEMPLATE;
    this.at("key-hidden-part").hidden = !this.pipeline.units;
    this.at("key-contributions-part").hidden = !this.pipeline.forecasts;
    this.at("key-units").textContent = `${this.pipeline.units} units, the last ${DETAILS} steps`;
    this.range = new Range(() => this.ranged());
    this.at("key-charts").addEventListener("keydown", (e) => this.range.key(e));
    this.place.querySelector(".ranges").addEventListener("click", (e) => this.zoom(e.target.dataset.zoom));
    await this.fetch();
    if (this.id !== id || !this.count) return;
    const times = this.history.time;
    const span = (times.at(-1) - times[Math.max(0, times.length - FIRST_SPAN)]) / 1000 || 1;
    this.range.min = times.at(-1) / 1000 - span;
    this.range.max = times.at(-1) / 1000;
    this.range.first = times[0] / 1000;
    this.range.last = this.range.max;
    this.rebuild();
    if (moment != null) this.range.set(moment / 1000 - span / 2, moment / 1000 + span / 2);
    this.moment = null; // shown
    if (document.activeElement === document.body) this.at("key-charts").focus({ preventScroll: true });
  }

  close() {
    this.id = null;
    this.destroy();
    this.place.replaceChildren();
  }

  at(id) {
    return this.place.querySelector(`#${id}`);
  }

  /** The overview's news say that there is more; the whole of it is asked for. */
  async take(news) {
    if (this.id == null || this.busy || !news.series.some((part) => part.id === this.id)) return;
    if (!this.charts) return this.open(this.id, this.moment); // it had nothing to show yet
    const id = this.id;
    await this.fetch();
    if (this.id === id) this.show();
  }

  async fetch() {
    this.busy = true;
    try {
      const answer = await fetch(`/keys/${this.id}?after=${this.count}`);
      if (answer.ok) this.add(await answer.json());
    } catch {
      // the connection's own message says it
    } finally {
      this.busy = false;
    }
  }

  add(part) {
    if (part.id !== this.id || part.count === this.count) return;
    const goesOn = part.from === this.count;
    for (const column of COLUMNS) {
      this.history[column] = (goesOn ? this.history[column] : []).concat(part[column]).slice(-KEPT);
    }
    for (const detail of ["hidden", "contributions"]) {
      const before = part.detailsFrom === this.count ? this.details[detail] : [];
      this.details[detail] = before.concat(part[detail]).slice(-DETAILS);
    }
    this.count = part.count;
    this.step = part.step;
    this.model = part.model;
  }

  data() {
    const { factor } = this.pipeline;
    const { time, actual, expected, band } = this.history;
    const edge = (sign) => expected.map((e, i) => (e == null || band[i] == null ? null : (e + sign * band[i]) * factor));
    const times = time.map((t) => t / 1000);
    const scaled = (values) => values.map((v) => (v == null ? null : v * factor));
    return [times, scaled(actual), scaled(expected), edge(1), edge(-1), this.history.score];
  }

  rebuild() {
    if (this.id == null || !this.count) return;
    this.destroy();
    const width = this.at("key-forecast").clientWidth;
    const data = this.data();
    this.charts = [
      forecastChart(this.at("key-forecast"), width, Math.min(320, Math.max(200, innerHeight / 3)), this.range, this.pipeline, data, (i) => this.point(i), (chart) => this.heat(chart)),
      errorChart(this.at("key-error"), width, 130, this.range, this.pipeline, [data[0], this.history.error, data[5]]),
    ];
    this.charts.forEach((chart) => this.range.join(chart));
    this.charts.forEach((chart) => chart.over.addEventListener("dblclick", () => this.zoom("all")));
    this.show();
  }

  destroy() {
    for (const chart of this.charts ?? []) chart.destroy();
    this.charts = null;
    if (this.range) this.range.charts = [];
  }

  show() {
    if (!this.charts) return;
    const data = this.data();
    this.charts[0].setData(data, false);
    this.charts[1].setData([data[0], this.history.error, data[5]], false);
    this.range.bounds(data[0][0], data[0].at(-1));
    if (!this.range.follow) this.range.set(this.range.min, this.range.max);
    this.at("key-title").textContent = this.nameOf(this.id) ?? `Key ${this.id}`;
    this.at("key-facts").textContent = `${count(this.step)} steps seen · model ${this.model} · score ${score(this.history.score.at(-1))}`;
    this.point(this.charts[0].cursor.idx);
  }

  zoom(how) {
    if (!this.charts || !how) return;
    const range = this.range;
    if (how === "in") range.zoom(-0.4);
    else if (how === "out") range.zoom(0.66);
    else if (how === "earlier") range.pan(-0.5);
    else if (how === "later") range.pan(0.5);
    else if (how === "all") range.set(range.first, range.last);
    else range.set(range.last - (range.max - range.min), range.last, true);
  }

  ranged() {
    if (!this.charts) return;
    this.at("key-follow").setAttribute("aria-pressed", this.range.follow);
  }

  /** Once the chart above has been drawn: its time axis is right then. */
  heat(chart) {
    const n = this.details.hidden.length;
    heat(this.at("key-hidden"), this.details.hidden, this.history.time.slice(-n).map((t) => t / 1000), chart);
  }

  /** Tells of the point under the cursor, or of the last one. */
  point(index) {
    if (!this.charts) return;
    const last = this.history.time.length - 1;
    const i = index ?? last;
    this.at("key-reading").textContent = reading(this.charts[0].data, i, this.pipeline);
    const detail = this.details.contributions[i - (last + 1 - this.details.contributions.length)];
    this.at("key-moment").textContent = `made on ${when(this.history.time[i], this.pipeline.daily)}`;
    this.bars(detail ?? []);
  }

  bars(contributions) {
    const { features, factor, unit } = this.pipeline;
    const list = this.at("key-contributions");
    if (!contributions.length) {
      const why = this.pipeline.explains
        ? `the page keeps them for the last ${DETAILS} steps of keys it saw from their first step.`
        : "the page steps again itself, and can where every event steps, gives a result and has all its values, and no sequence ends.";
      list.innerHTML = `<p class="quiet">Not known here: ${why}</p>`;
      return;
    }
    const most = Math.max(...contributions.map(Math.abs), 1e-9);
    list.replaceChildren(...features.map((feature, i) => {
      const row = document.createElement("div");
      const value = contributions[i];
      row.innerHTML = `<dt></dt><dd class="bar"><i></i></dd><dd class="amount"></dd>`;
      row.querySelector("dt").textContent = feature.replaceAll("_", " ");
      row.querySelector(".amount").textContent = `${value < 0 ? "−" : "+"}${number(Math.abs(value * factor))} ${unit}`;
      const bar = row.querySelector("i");
      bar.className = value < 0 ? "less" : "more";
      bar.style.width = `${(50 * Math.abs(value)) / most}%`;
      return row;
    }));
  }
}

// One key: its history with zoom and pan, errors, contributions, hidden state.

import { onTheme } from "./palette.js";
import { count, number, scaled, score, when } from "./format.js";
import { errorChart, forecastChart, level, Range, reading } from "./charts.js";
import { contributions } from "./contributions.js";
import { heat, largest } from "./heat.js";

const KEPT = 6144;
const DETAILS = 512;
const PARTS = 127; // of the largest hidden unit of a step, in which the others are told
const FIRST_SPAN = 180; // points shown at first
const COLUMNS = ["time", "actual", "expected", "band", "error", "score"];

export class KeyView {
  /** @param seriesOf the overview's series of a key, where it has one */
  constructor(place, seriesOf) {
    this.place = place;
    this.seriesOf = seriesOf;
    this.key = null;
    this.asked = 0; // answers to what was asked before all began anew do not count
    onTheme(() => this.restyle());
    addEventListener("resize", () => this.restyle());
  }

  begin(pipeline) {
    const same = JSON.stringify(pipeline) === JSON.stringify(this.pipeline);
    this.pipeline = pipeline;
    if (this.key != null && !same) this.open(this.key, this.moment);
  }

  async open(key, moment) {
    this.close();
    this.key = key;
    this.moment = moment;
    this.range = null;
    if (!this.pipeline) return; // begin() opens it
    this.place.replaceChildren(document.getElementById("key-template").content.cloneNode(true));
    this.at("key-title").textContent = this.seriesOf(key)?.name ?? key;
    this.at("key-hidden-part").hidden = !this.pipeline.units;
    this.at("key-contributions-part").hidden = !this.pipeline.forecasts;
    this.at("key-units").textContent = `${this.pipeline.units} units, the last ${DETAILS} steps`;
    this.at("key-charts").addEventListener("keydown", (e) => this.press(e));
    this.place.querySelector(".ranges").addEventListener("click", (e) => this.zoom(e.target.dataset.zoom));
    await this.restart();
  }

  close() {
    this.key = null;
    this.destroy();
    this.place.replaceChildren();
  }

  at(id) {
    return this.place.querySelector(`#${id}`);
  }

  /** All is asked for; what range is shown stays. */
  async restart() {
    this.asked++;
    this.busy = false;
    this.destroy();
    this.history = Object.fromEntries(COLUMNS.map((c) => [c, []]));
    this.details = { hidden: [], contributions: [] };
    this.count = 0;
    this.chosen = null;
    this.at("key-facts").textContent = "Waiting for its results …";
    await this.fetch();
  }

  /** After the overview has taken news, which may say that there is more. */
  async take(anew) {
    if (this.key == null) return;
    if (anew) await this.restart();
    else if (!this.busy && (this.seriesOf(this.key)?.count ?? 0) > this.count) await this.fetch();
  }

  async fetch() {
    const series = this.seriesOf(this.key);
    if (!series) return; // it has no results yet
    const asked = this.asked;
    this.busy = true;
    const part = await history(series.id, this.count);
    if (asked !== this.asked) return;
    this.busy = false;
    if (part?.key !== this.key || part.count === this.count) return; // the next news clears it up
    this.add(part);
    if (this.charts) this.show();
    else this.shown();
  }

  add(part) {
    const goesOn = part.from === this.count;
    for (const column of COLUMNS) {
      this.history[column] = (goesOn ? this.history[column] : []).concat(part[column]).slice(-KEPT);
    }
    const rows = {
      hidden: part.hidden.map((row, i) => row.map((p) => (p / PARTS) * part.largest[i])),
      contributions: part.contributions,
    };
    for (const detail of Object.keys(rows)) {
      const before = part.detailsFrom === this.count ? this.details[detail] : [];
      this.details[detail] = before.concat(rows[detail]).slice(-DETAILS);
    }
    this.count = part.count;
    if (this.chosen < this.count - this.history.time.length) this.chosen = null; // it is no longer here
    this.step = part.step;
    this.model = part.model;
  }

  /** Results come in the order of arrival; they are drawn in the order of their times. */
  data() {
    const { factor } = this.pipeline;
    const { time, actual, expected, band, error, score: scores } = this.history;
    this.order = [...time.keys()].sort((a, b) => time[a] - time[b] || a - b);
    const ordered = (of) => this.order.map(of);
    const edge = (sign) => ordered((i) => (expected[i] == null || band[i] == null ? null : (expected[i] + sign * band[i]) * factor));
    this.errors = ordered((i) => error[i]);
    return [ordered((i) => time[i] / 1000), ordered((i) => scaled(actual[i], factor)), ordered((i) => scaled(expected[i], factor)), edge(1), edge(-1), ordered((i) => scores[i])];
  }

  /** Its first points are here. */
  shown() {
    const data = this.data();
    const times = data[0];
    if (!this.range) {
      this.range = new Range(() => this.ranged());
      const span = times.at(-1) - times[Math.max(0, times.length - FIRST_SPAN)] || 1;
      this.range.min = times.at(-1) - span;
      this.range.max = times.at(-1);
    }
    this.range.first = times[0];
    this.range.last = times.at(-1);
    this.rebuild(data);
    const linked = this.moment != null;
    if (linked) this.choose(times.indexOf(this.moment / 1000));
    this.moment = null; // shown
    if (linked || document.activeElement === document.body) this.at("key-charts").focus({ preventScroll: true });
  }

  restyle() {
    if (this.key != null && this.count) this.rebuild();
  }

  rebuild(data = this.data()) {
    this.destroy();
    const width = this.at("key-forecast").clientWidth;
    this.charts = [
      forecastChart(this.at("key-forecast"), width, Math.min(320, Math.max(200, innerHeight / 3)), this.range, this.pipeline, data, (i) => this.point(i), (chart) => this.drawn(chart)),
      errorChart(this.at("key-error"), width, 130, this.range, this.pipeline, [data[0], this.errors, data[5]]),
    ];
    for (const chart of this.charts) {
      this.range.join(chart);
      chart.over.addEventListener("dblclick", () => this.zoom("all"));
      chart.over.addEventListener("mousemove", (e) => this.pointed(e));
    }
    this.tell(data);
  }

  destroy() {
    for (const chart of this.charts ?? []) chart.destroy();
    this.charts = null;
    if (this.range) this.range.charts = [];
  }

  show() {
    const data = this.data();
    this.charts[0].setData(data, false);
    this.charts[1].setData([data[0], this.errors, data[5]], false);
    this.tell(data);
  }

  /** What is in the charts now. */
  tell(data) {
    this.range.bounds(data[0][0], data[0].at(-1));
    if (!this.range.follow) this.range.set(this.range.min, this.range.max);
    this.at("key-title").textContent = this.seriesOf(this.key)?.name ?? this.key;
    this.at("key-facts").textContent = `${count(this.step)} steps seen · model ${this.model} · score ${score(this.history.score.at(-1))}`;
    this.point(this.charts[0].cursor.idx);
  }

  press(e) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    if (!this.charts) return;
    if (by && e.shiftKey) this.choose(Math.max(0, Math.min(this.order.length - 1, this.position() + by)));
    else if (e.key === "End") this.zoom("follow");
    else return this.range.key(e);
    e.preventDefault();
  }

  zoom(how) {
    if (!this.charts || !how) return;
    const range = this.range;
    if (how === "in") range.zoom(-0.4);
    else if (how === "out") range.zoom(0.66);
    else if (how === "earlier") range.pan(-0.5);
    else if (how === "later") range.pan(0.5);
    else if (how === "all") range.set(range.first, range.last);
    else this.followStream();
  }

  followStream() {
    this.chosen = null;
    this.charts[0].setCursor({ left: -10, top: -10 });
    this.range.set(this.range.last - (this.range.max - this.range.min), this.range.last, true);
  }

  ranged() {
    if (!this.charts) return;
    this.at("key-follow").setAttribute("aria-pressed", this.range.follow);
  }

  /** Where the point is, in the order of times, that is told of. */
  position() {
    const last = this.history.time.length - 1;
    if (this.chosen != null) return this.order.indexOf(this.chosen - (this.count - 1 - last));
    return this.charts[0].cursor.idx ?? this.order.length - 1;
  }

  /** Holds on to a point while the stream goes on. */
  choose(position) {
    if (position < 0) return; // it is no longer here
    this.chosen = this.order[position] + this.count - this.history.time.length; // as counted from the key's first
    const at = this.charts[0].data[0][position];
    const half = (this.range.max - this.range.min) / 2;
    if (at < this.range.min || at > this.range.max || this.moment != null) this.range.set(at - half, at + half);
    this.range.follow = false;
    this.ranged();
    this.mark();
    this.point();
    this.at("key-said").textContent = this.at("key-reading").textContent;
  }

  /** Shows where the chosen point is. */
  mark() {
    const chart = this.charts[0];
    if (this.chosen == null || chart.scales.x.min == null) return;
    const i = this.position();
    const at = chart.data[0][i];
    const seen = at >= this.range.min && at <= this.range.max;
    chart.setCursor(seen ? { left: chart.valToPos(at, "x"), top: level(chart, i) } : { left: -10, top: -10 }, false);
  }

  /** Whoever points elsewhere lets go of it. */
  pointed(e) {
    if (e.movementX || e.movementY) this.chosen = null;
  }

  /** Once the chart above has been drawn: its time axis is right then. */
  drawn(chart) {
    const first = this.order.length - this.details.hidden.length;
    const order = this.order.filter((i) => i >= first);
    const rows = order.map((i) => this.details.hidden[i - first]);
    const most = rows.length && rows[0].length ? largest(rows) : 1;
    this.at("key-least").textContent = `−${number(most)}`;
    this.at("key-most").textContent = number(most);
    heat(this.at("key-hidden"), rows, order.map((i) => this.history.time[i] / 1000), chart, most);
    if (this.charts) this.mark(); // its place has changed with the range
  }

  /** Tells of the chosen point, else of the one under the cursor, else of the last one. */
  point(index) {
    if (!this.charts) return;
    const position = this.chosen == null ? index ?? this.order.length - 1 : this.position();
    const i = this.order[position];
    this.at("key-reading").textContent = reading(this.charts[0].data, position, this.pipeline);
    const detail = this.details.contributions[i - (this.order.length - this.details.contributions.length)];
    this.at("key-moment").textContent = `made on ${when(this.history.time[i], this.pipeline.daily)}`;
    contributions(this.at("key-contributions"), detail ?? [], this.pipeline, DETAILS);
  }
}

/** A key's points from one on; nothing where the server does not answer, which the connection says. */
async function history(id, after) {
  try {
    const answer = await fetch(`/keys/${id}?after=${after}`);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

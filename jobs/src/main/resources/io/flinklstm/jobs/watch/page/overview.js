// All keys as small charts, the highest score first.

import { onTheme } from "./palette.js";
import { count, number, scaled, score } from "./format.js";
import { SHOWN, spark } from "./spark.js";

const KEPT = 2 * SHOWN; // points of a key
const SORT_EVERY = 2500; // ms: cards that jump about cannot be read
const BUDGET = 8; // ms of drawing in a frame
const COLUMNS = ["time", "actual", "expected", "band", "error", "score"];

export class Overview {
  constructor(list) {
    this.list = list;
    this.series = new Map(); // by id, which holds until all is told anew
    this.byKey = new Map();
    this.pipeline = null;
    this.stale = new Set(); // ids of cards to be drawn
    this.sorted = 0;
    this.seen = new IntersectionObserver((entries) => entries.forEach((e) => this.shown(e)), { rootMargin: "200px" });
    onTheme(() => this.redraw());
    addEventListener("resize", () => this.redraw());
  }

  begin(pipeline) {
    this.pipeline = pipeline;
  }

  clear() {
    const focused = this.list.contains(document.activeElement) ? document.activeElement.closest("li") : null;
    this.focused = focused && this.series.get(Number(focused.dataset.id)).key; // its card comes again
    this.series.clear();
    this.byKey.clear();
    this.stale.clear();
    this.seen.disconnect();
    this.list.replaceChildren();
    this.sorted = 0;
  }

  focus(key) {
    this.byKey.get(key)?.card.link.focus();
  }

  take(news) {
    for (const part of news.series) this.add(part);
    if (performance.now() - this.sorted > SORT_EVERY) this.sort();
    if (this.focused != null) this.focus(this.focused);
    this.focused = null;
    this.draw();
  }

  add(part) {
    let series = this.series.get(part.id);
    if (!series) {
      series = { id: part.id, key: part.key, name: part.name, count: 0, visible: false };
      for (const column of COLUMNS) series[column] = [];
      series.card = this.card(series);
      this.series.set(part.id, series);
      this.byKey.set(part.key, series);
    }
    for (const column of COLUMNS) {
      const kept = part.from === series.count ? series[column] : []; // else points in between are missing
      series[column] = kept.concat(part[column]).slice(-KEPT);
    }
    series.count = part.from + part.time.length;
    this.stale.add(part.id);
  }

  card(series) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.className = "card";
    link.href = `#key=${encodeURIComponent(series.key)}`;
    link.innerHTML = `<span class="card-top"><strong></strong><span class="score"></span></span>
      <canvas aria-hidden="true"></canvas><span class="card-bottom quiet"></span>`;
    link.querySelector("strong").textContent = series.name;
    item.append(link);
    item.dataset.id = series.id;
    this.list.append(item);
    this.seen.observe(item);
    return {
      item,
      link,
      canvas: link.querySelector("canvas"),
      score: link.querySelector(".score"),
      bottom: link.querySelector(".card-bottom"),
    };
  }

  shown(entry) {
    const series = this.series.get(Number(entry.target.dataset.id));
    if (!series) return;
    series.visible = entry.isIntersecting;
    if (series.visible) {
      this.stale.add(series.id);
      this.draw();
    }
  }

  redraw() {
    for (const id of this.series.keys()) this.stale.add(id);
    this.draw();
  }

  /** Draws what has changed and can be seen, a few milliseconds a frame. */
  draw() {
    if (this.drawing) return;
    this.drawing = true;
    const frame = () => {
      const end = performance.now() + BUDGET;
      for (const id of this.stale) {
        if (performance.now() > end) break;
        this.stale.delete(id);
        const series = this.series.get(id);
        if (series && series.visible && !this.list.closest("[hidden]")) this.paint(series);
      }
      this.drawing = this.stale.size > 0 && !document.hidden;
      if (this.drawing) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  paint(series) {
    const { alarmFrom, factor, unit, forecasts } = this.pipeline;
    const last = series.time.length - 1;
    const alarm = series.score[last] >= alarmFrom;
    series.card.item.classList.toggle("alarm", alarm);
    series.card.score.textContent = `${alarm ? "◆ " : ""}${score(series.score[last])}`;
    const actual = `${number(scaled(series.actual[last], factor))} ${unit}`;
    const expected = series.expected[last] == null ? "" : `, ${number(scaled(series.expected[last], factor))} expected`;
    series.card.bottom.textContent = forecasts ? actual + expected : actual;
    spark(series.card.canvas, series, alarmFrom);
  }

  /** Not while somebody points at a card or has it in focus. */
  sort() {
    if (this.list.matches(":hover, :focus-within") && this.sorted) return;
    this.sorted = performance.now();
    const order = [...this.series.values()].sort((a, b) => current(b) - current(a) || a.id - b.id);
    let before = null;
    for (const { card } of order) {
      const next = before ? before.nextSibling : this.list.firstChild;
      if (next !== card.item) this.list.insertBefore(card.item, next);
      before = card.item;
    }
    document.getElementById("overview-title").textContent = `${count(order.length)} keys`;
  }
}

function current(series) {
  const last = series.time.length - 1;
  return (series.score[last] ?? 0) + Math.min(series.error[last] ?? 0, 1000) * 1e-6; // of equal scores the larger error
}

// Numbers of the stream, the state of the job, the auditor's verdict, what is out of order, alarms.

import { bytes, count, number, when } from "./format.js";

const ALARMS = 200;
const at = (id) => document.getElementById(id);
const set = (id, text) => {
  const element = at(id);
  if (element.textContent !== text) element.textContent = text;
};

const STATES = {
  RUNNING: ["good", "Running"],
  RESTARTING: ["bad", "Restarting"],
  FAILING: ["bad", "Failing"],
  FAILED: ["bad", "Failed"],
  CREATED: ["unknown", "Starting"],
  INITIALIZING: ["unknown", "Starting"],
  FINISHED: ["unknown", "Finished"],
  CANCELED: ["unknown", "Cancelled"],
  UNKNOWN: ["bad", "No job"],
};

export function showPipeline(pipeline) {
  document.title = `${pipeline.title} · flink-lstm`;
  set("title", pipeline.title);
  set("subtitle", `flink-lstm · model ${pipeline.model} · topic ${pipeline.topic}, committed records only`);
}

export function showStatus(news, pipeline) {
  const [kind, name] = STATES[news.state] ?? ["unknown", news.state.toLowerCase()];
  state(kind, name);
  set("clock", news.latest == null ? "" : when(news.latest, pipeline.daily));
  set("per-second", number(Math.round(news.perSecond)));
  set("wave", number(news.wave));
  set("p99", news.p99 == null ? "–" : `${number(news.p99)} ms`);
  set("checkpoints", count(news.checkpoints));
  set("checkpoint-last", news.checkpoints ? `${news.checkpointMillis} ms, ${bytes(news.checkpointBytes)}` : "none yet");
  set("restarts", count(news.restarts));
  set("task-managers", `${news.taskManagers} task manager${news.taskManagers === 1 ? "" : "s"}`);
  const sentences = Object.values(news.trouble);
  if (news.unreadable) sentences.push(`${count(news.unreadable)} records of the topic are no results of a pipeline.`);
  trouble(sentences);
  at("beyond").hidden = !news.beyond;
  set("beyond", `${count(news.beyond)} results of further keys are not shown; the page keeps ${count(news.keys)}. Their alarms are.`);
  at("empty").hidden = news.keys > 0;
  if (!news.keys) set("empty", `Topic ${pipeline.topic} holds no results yet. They appear here with the first checkpoint after events came.`);
  if (news.verdict) verdict(news.verdict);
}

export function state(kind, name) {
  at("state").dataset.state = kind;
  set("state-text", name);
}

export function trouble(sentences) {
  const box = at("trouble");
  const text = sentences.join("\n");
  if (box.dataset.text === text) return;
  box.dataset.text = text;
  box.hidden = sentences.length === 0;
  box.replaceChildren(...sentences.map((sentence) => Object.assign(document.createElement("p"), { textContent: sentence })));
}

function verdict(v) {
  at("verdict").hidden = false;
  const [found, line] = judgement(v);
  at("verdict").dataset.verdict = found;
  set("verdict-line", line);
  set("lost", count(v.lost));
  set("duplicated", count(v.duplicates));
  set("out-of-order", count(v.outOfOrder));
  set("wrong", count(v.wrong));
  const way = v.waiting ? `; ${count(v.waiting)} on their way` : "";
  set("verdict-basis", `${count(v.results)} results recomputed by one thread and compared, of ${count(v.events)} events${way}.`);
}

function judgement(v) {
  if (v.standstill) return ["none", `The auditor cannot follow at present (${v.standstill}) and begins anew.`];
  if (v.lost + v.duplicates + v.outOfOrder + v.wrong) return ["broken", "✗ The promise is broken."];
  if (!v.results) return ["none", "Nothing has been compared yet."];
  return ["clean", "✓ Nothing lost, nothing twice, every bit equal."];
}

export class Alarms {
  constructor(list) {
    this.list = list;
  }

  clear() {
    this.list.replaceChildren();
  }

  take(news) {
    set("alarm-count", news.alarms ? count(news.alarms) : "none yet");
    const items = news.newAlarms.slice(-ALARMS).map(item).reverse();
    if (items.length) this.list.prepend(...items);
    while (this.list.childElementCount > ALARMS) this.list.lastChild.remove();
  }
}

function item(alarm) {
  const li = document.createElement("li");
  const link = document.createElement(alarm.shown ? "a" : "p");
  if (alarm.shown) link.href = `#key=${encodeURIComponent(alarm.key)}&at=${alarm.time}`;
  const end = alarm.text.indexOf(": ");
  const head = Object.assign(document.createElement("strong"), { textContent: alarm.text.slice(0, end + 1) });
  link.append(head, alarm.text.slice(end + 1));
  if (alarm.note) link.append(" ", Object.assign(document.createElement("em"), { textContent: alarm.note }));
  li.append(link);
  return li;
}

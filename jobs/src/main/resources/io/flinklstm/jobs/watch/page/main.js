// The page's entry: hands news to the parts, routes between overview and key, acts.

import { Connection } from "./connection.js";
import { Overview } from "./overview.js";
import { KeyView } from "./key.js";
import { Alarms, showPipeline, showStatus, state, trouble } from "./status.js";
import { count } from "./format.js";

const PRINTED = "Open the address that was printed at the start: it holds the token that acting needs.";

const at = (id) => document.getElementById(id);
const overview = new Overview(at("cards"));
const alarms = new Alarms(at("alarms"));
const keyView = new KeyView(at("key"), (key) => overview.byKey.get(key));
let token = null;
let pipeline = null;
let escaped = false; // whether the key's view is left by the keyboard

takeToken();
route();
addEventListener("hashchange", route);
addEventListener("keydown", keyboard);
document.querySelector(".skip").addEventListener("click", skip);
at("pause").addEventListener("click", togglePause);
at("plug").addEventListener("click", () => act("plug"));
at("speeds").addEventListener("change", (e) => act("speed", e.target.value));
new Connection({ pipeline: takePipeline, news: takeNews, full: (sentence) => trouble([sentence]), lost });

/** The token comes in the part of the address that is not sent, and does not stay there. */
function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) {
    sessionStorage.setItem("token", given);
    history.replaceState(null, "", location.pathname);
  }
  allow(sessionStorage.getItem("token"));
}

/** What acts can be used with a token only. */
function allow(shown) {
  token = shown;
  for (const control of at("controls").querySelectorAll("button, input")) control.disabled = !token;
  at("controls").title = token ? "" : PRINTED;
}

function takePipeline(told) {
  pipeline = told;
  showPipeline(pipeline);
  overview.begin(pipeline);
  keyView.begin(pipeline);
  at("controls").hidden = !pipeline.acts;
  at("verdict").hidden = !pipeline.audited;
}

/** @param first whether it is the first news of this connection, which tells all there is */
function takeNews(news, first) {
  const anew = first || news.anew;
  if (anew) {
    overview.clear();
    alarms.clear();
  }
  showStatus(news, pipeline);
  if (news.replay) replay(news.replay);
  overview.take(news);
  alarms.take(news);
  keyView.take(anew);
}

function lost() {
  state("bad", "Disconnected");
  trouble(["The page's server does not answer. Trying again; what you see is from before. Is flink-lstm still running?"]);
}

function replay(r) {
  const button = at("pause");
  button.textContent = r.paused ? "Resume" : "Pause";
  button.setAttribute("aria-pressed", r.paused);
  at("progress").value = r.done / r.total;
  const plugs = r.plugsPulled ? ` · plug pulled ${r.plugsPulled === 1 ? "once" : `${r.plugsPulled} times`}` : "";
  at("stage").textContent = `${r.stage}, ${count(r.done)} of ${count(r.total)}${plugs}`;
  const speed = r.speed == null ? "max" : String(Math.round(r.speed));
  const chosen = at("speeds").querySelector(`input[value="${speed}"]`);
  if (chosen && !at("speeds").matches(":focus-within")) chosen.checked = true;
}

function togglePause() {
  act(at("pause").getAttribute("aria-pressed") === "true" ? "resume" : "pause");
}

async function act(what, body) {
  acted("");
  try {
    const answer = await fetch(`/${what}`, { method: "POST", headers: { "X-Token": token ?? "" }, body });
    if (answer.status === 403) {
      acted(`${what} was refused: this page's token is not that of this start. ${PRINTED}`);
      allow(null);
    } else if (!answer.ok) {
      acted(`${what}: ${await answer.text()}`);
    }
  } catch {
    acted(`${what}: the page's server does not answer.`);
  }
}

/** Stays until the next action: the news that comes twice a second leaves it alone. */
function acted(failure) {
  at("acted").textContent = failure;
}

function route() {
  if (location.hash.startsWith("#token=")) takeToken();
  const where = new URLSearchParams(location.hash.slice(1));
  const key = where.get("key");
  at("overview").hidden = key != null;
  at("key").hidden = key == null;
  if (key == null) {
    const left = keyView.key;
    keyView.close();
    overview.redraw();
    if (escaped) overview.focus(left);
    escaped = false;
  } else {
    keyView.open(key, where.has("at") ? Number(where.get("at")) : null);
  }
}

function keyboard(e) {
  if (e.key === " " && !e.target.matches("input, button") && pipeline?.acts && token) {
    e.preventDefault();
    togglePause();
  } else if (e.key === "Escape" && location.hash) {
    escaped = true;
    location.hash = "";
  }
}

/** Without the address, which says what is open. */
function skip(e) {
  e.preventDefault();
  at("main").focus();
}

// The page's entry: keeps the connection, hands news to the parts, routes between overview and key.

import { Overview } from "./overview.js";
import { KeyView } from "./key.js";
import { Alarms, showPipeline, showStatus, state, trouble } from "./status.js";
import { count } from "./format.js";

const at = (id) => document.getElementById(id);
const token = takeToken();
const overview = new Overview(at("cards"));
const alarms = new Alarms(at("alarms"));
const keyView = new KeyView(at("key"), (id) => overview.series.get(id)?.key);
let pipeline = null;
let begun = false; // whether news has come since the connection was made

connect();
route();
addEventListener("hashchange", route);
addEventListener("keydown", keyboard);
at("pause").addEventListener("click", togglePause);
at("plug").addEventListener("click", () => act("plug"));
at("speeds").addEventListener("change", (e) => act("speed", e.target.value));

/** The token comes in the part of the address that is not sent, and does not stay there. */
function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) {
    sessionStorage.setItem("token", given);
    history.replaceState(null, "", location.pathname);
  }
  return sessionStorage.getItem("token");
}

function connect() {
  const source = new EventSource("/live");
  source.addEventListener("pipeline", (e) => {
    pipeline = JSON.parse(e.data);
    begun = false;
    showPipeline(pipeline);
    overview.begin(pipeline);
    keyView.begin(pipeline);
    at("controls").hidden = !pipeline.acts;
    at("verdict").hidden = !pipeline.audited;
    for (const control of at("controls").querySelectorAll("button, input")) control.disabled = !token;
    if (!token) at("controls").title = "Open the address that was printed at the start: it holds the token that acting needs.";
  });
  source.addEventListener("news", (e) => {
    const news = JSON.parse(e.data);
    if (!begun || news.anew) {
      begun = true;
      overview.clear();
      alarms.clear();
    }
    showStatus(news, pipeline);
    if (news.replay) replay(news.replay);
    overview.take(news);
    alarms.take(news);
    keyView.take(news);
  });
  source.addEventListener("full", (e) => {
    source.close();
    trouble([JSON.parse(e.data)]);
    setTimeout(connect, 5000);
  });
  source.onerror = () => {
    state("bad", "Disconnected");
    trouble(["The page's server does not answer. Trying again; what you see is from before. Is flink-lstm still running?"]);
    if (source.readyState === EventSource.CLOSED) {
      source.close();
      setTimeout(connect, 1000);
    }
  };
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
  try {
    const answer = await fetch(`/${what}`, { method: "POST", headers: { "X-Token": token ?? "" }, body });
    if (!answer.ok) trouble([`${what}: ${await answer.text()}`]);
  } catch {
    trouble([`${what}: the page's server does not answer.`]);
  }
}

function route() {
  const where = new URLSearchParams(location.hash.slice(1));
  const id = where.get("key");
  at("overview").hidden = id != null;
  at("key").hidden = id == null;
  if (id == null) {
    keyView.close();
    overview.redraw();
  } else {
    keyView.open(Number(id), where.has("at") ? Number(where.get("at")) : null);
  }
}

function keyboard(e) {
  if (e.target.matches("input, button, a, [role=application]") && e.key === " ") return;
  if (e.key === " " && pipeline?.acts && token) {
    e.preventDefault();
    togglePause();
  } else if (e.key === "Escape" && location.hash) {
    location.hash = "";
  }
}

// What each feature added to a forecast, as bars to both sides.

import { number } from "./format.js";

/**
 * @param values one of each feature; none where they are not known
 * @param kept for how many steps the page keeps them
 */
export function contributions(list, values, { features, factor, unit, explains }, kept) {
  if (!values.length) {
    const why = explains
      ? `the page keeps them for the last ${kept} steps of keys it saw from their first step.`
      : "the page steps again itself, and can where every event steps, gives a result, has all its values, no sequence ends, and the first layer has weights of each feature.";
    list.innerHTML = `<p class="quiet">Not known here: ${why}</p>`;
    return;
  }
  const most = Math.max(...values.map(Math.abs), 1e-9);
  list.replaceChildren(...features.map((feature, i) => {
    const row = document.createElement("div");
    const value = values[i];
    row.innerHTML = `<dt></dt><dd class="bar"><i></i></dd><dd class="amount"></dd>`;
    row.querySelector("dt").textContent = feature.replaceAll("_", " ");
    row.querySelector(".amount").textContent = `${value < 0 ? "−" : "+"}${number(Math.abs(value * factor))} ${unit}`;
    const bar = row.querySelector("i");
    bar.className = value < 0 ? "less" : "more";
    bar.style.width = `${(50 * Math.abs(value)) / most}%`;
    return row;
  }));
}

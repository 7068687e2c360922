// Colours from the style sheet, read once per theme: charts are drawn, not styled.

const NAMES = ["ink", "quiet", "line", "forecast", "band", "mark", "cold", "mid", "warm", "surface"];
const dark = matchMedia("(prefers-color-scheme: dark)");
let colours = null;

export function palette() {
  if (!colours) {
    const style = getComputedStyle(document.documentElement);
    colours = Object.fromEntries(NAMES.map((n) => [n, style.getPropertyValue(`--${n}`).trim()]));
  }
  return colours;
}

export function onTheme(redraw) {
  dark.addEventListener("change", () => {
    colours = null;
    redraw();
  });
}

/** Red, green and blue of a colour written #rrggbb. */
export function channels(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

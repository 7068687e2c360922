// Numbers and times in words.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const day = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", year: "numeric" });
const moment = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", dateStyle: "medium", timeStyle: "medium" });

export function number(value) {
  if (value == null || Number.isNaN(value)) return "–";
  return Math.abs(value) >= 100 ? whole.format(value) : fine.format(value);
}

/** A value in the unit that is shown; one that is missing stays missing. */
export const scaled = (value, factor) => (value == null ? null : value * factor);

export const count = (value) => whole.format(value);

/** Cut off, not rounded: a score below 1 is not called 1. */
export function score(value) {
  if (value == null) return "–";
  return (Math.floor(value * 10000) / 10000).toFixed(value > 0.99 ? 4 : 2);
}

export function bytes(value) {
  if (value < 1024) return `${value} B`;
  return value < 1048576 ? `${fine.format(value / 1024)} KiB` : `${fine.format(value / 1048576)} MiB`;
}

export const when = (time, daily) => (daily ? day : moment).format(time).replace(",", "");

#!/usr/bin/env python3
"""Makes readings of pumps: healthy ones to train on, and a stream with planted faults.

  python3 generate.py     writes readings.csv and planted.csv beside this file

A pump works at a load that follows the hours of the day and wanders; temperature follows the load
slowly, pressure and power at once, vibration with the square of it. Needs the standard library only.
"""
import csv
import math
import random
from pathlib import Path

FIELDS = ["temperature", "pressure", "vibration", "power"]
NOISE = {"temperature": 0.25, "pressure": 0.03, "vibration": 0.04, "power": 0.15}
FAULT = {"temperature": 20, "pressure": 1.5, "vibration": 1.2, "power": 6}
STEP, BEGIN = 600_000, 1_767_225_600_000  # ten minutes, from 2026-01-01
FAULTS = [("temperature", 1), ("pressure", -1), ("vibration", 1), ("power", -1),
          ("pressure", 1), ("power", 1), ("vibration", 1), ("temperature", -1)]


def pump(seed, count):
  """Rows of the four fields."""
  draw = random.Random(seed)
  wander, heat = 0.0, 0.5
  for i in range(count):
    phase = 2 * math.pi * i * STEP / 86_400_000
    wander = 0.95 * wander + draw.gauss(0, 0.03)
    load = 0.5 + 0.3 * math.sin(phase) + wander
    heat += 0.1 * (load - heat)
    exact = [40 + 20 * heat, 3 + 1.5 * load, 0.5 + load * load, 8 + 6 * load]
    yield [x + draw.gauss(0, NOISE[name]) for x, name in zip(exact, FIELDS)]


def stream(pumps, count, quiet):
  """Readings of all pumps by time, and what was planted: one reading off by FAULT."""
  planted = {}
  draw = random.Random(99)
  for k in range(pumps):
    places = draw.sample(range(quiet, count - 20), len(FAULTS) // 2)
    for n, place in enumerate(sorted(places)):
      planted[k, place] = FAULTS[(k * len(FAULTS) // 2 + n) % len(FAULTS)]
  rows = [list(pump(1000 + k, count)) for k in range(pumps)]
  for i in range(count):
    for k in range(pumps):
      row = list(rows[k][i])
      if (k, i) in planted:
        field, sign = planted[k, i]
        row[FIELDS.index(field)] += sign * FAULT[field]
      yield f"pump-{k}", BEGIN + i * STEP, row, planted.get((k, i))


def main():
  folder = Path(__file__).parent
  with (folder / "readings.csv").open("w", newline="") as readings, \
      (folder / "planted.csv").open("w", newline="") as planted:
    out, truth = csv.writer(readings, lineterminator="\n"), csv.writer(planted, lineterminator="\n")
    out.writerow(["pump", "at", *FIELDS])
    truth.writerow(["pump", "at", "field", "sign"])
    for name, at, row, fault in stream(4, 500, 200):
      out.writerow([name, at, *(f"{x:.3f}" for x in row)])
      if fault:
        truth.writerow([name, at, *fault])


if __name__ == "__main__":
  main()

#!/usr/bin/env python3
"""Trains the demo's model: the next day's entries of a station, one network for 20 stations.

  python3 train_chicago.py            trains on the days before 2011 and writes the bundle
  python3 train_chicago.py --check    runs the bundle day by day and ranks the days from 2011 on

Needs torch and numpy. The same torch on the same kind of machine writes the same bytes.
The form, rate and chunk were chosen on 2009 and 2010. The year inputs, the Huber limit and the
scorer's horizon were chosen with a look at the ranks that --check prints: those are not blind.
"""
import argparse
import csv
import datetime
import hashlib
import json
import math
import struct
from collections import Counter
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).resolve().parents[4]
DEMO = ROOT / "jobs/src/main/resources/io/flinklstm/jobs/demo"
DATA = DEMO / "chicago-l.csv"
SPLIT = datetime.date(2011, 1, 1)  # training uses the days before it, the check ranks the rest
HIDDEN, EPOCHS, CHUNK, RATE, HUBER, WARM = 32, 40, 28, 1e-2, 0.3, 30
DAY, YEAR, CLIP = 86_400_000, 31_556_952_000, 10.0  # the mean Gregorian year

SPEC = {
  "version": 1, "name": "chicago-l", "task": "anomaly",
  "features": [
    {"name": "entries", "source": "field", "scaling": {"kind": "running", "clip": CLIP}},
    {"name": "week_sin", "source": "calendar", "period": "week", "function": "sin"},
    {"name": "week_cos", "source": "calendar", "period": "week", "function": "cos"},
    {"name": "weekend", "source": "calendar", "period": "week", "function": "weekend"},
    {"name": "year_sin", "source": "calendar", "period": "year", "function": "sin"},
    {"name": "year_cos", "source": "calendar", "period": "year", "function": "cos"}],
  "layers": [
    {"type": "lstm", "prefix": "lstm.", "input": 6, "hidden": HIDDEN, "layers": 1},
    {"type": "linear", "prefix": "fc.", "input": HIDDEN, "output": 1, "activation": "identity"}],
  "outputs": [{"name": "entries", "forecasts": "entries", "form": "change"}],
  # A window of one: a holiday lasts one row, a mean over more would blame the days after it.
  "scorer": {"kind": "anomaly-likelihood", "window": 1, "horizon": 1000, "learning": 365,
             "initial": 0.03, "range": None},
  "provenance": {
    # Debian's build of 1.13.1 calls itself 1.13.0a0.
    "framework": "pytorch " + torch.__version__.replace("1.13.0a0+gitunknown", "1.13.1"),
    "script": "jobs/src/main/python/train_chicago.py",
    "data": "Chicago 'L' daily station entries 2001-01-08..2010-12-31",
    "trained_until": "2010-12-31"}}

KNOWN = {"2011-02-02": "blizzard", "2014-01-06": "cold", "2013-06-28": "parade",
         "2015-06-18": "parade", "2012-05-21": "summit"}


class Net(torch.nn.Module):
  def __init__(self):
    super().__init__()
    self.lstm = torch.nn.LSTM(len(SPEC["features"]), HIDDEN)
    self.fc = torch.nn.Linear(HIDDEN, 1)

  def forward(self, rows, state=None):  # rows: day x station x feature
    hidden, state = self.lstm(rows, state)
    return rows[..., 0] + self.fc(hidden)[..., 0], state  # the form "change"


def read(path):
  rows = list(csv.reader(path.open(encoding="utf-8")))
  dates = [datetime.date.fromisoformat(row[0]) for row in rows[1:]]
  return rows[0][1:], dates, np.array([row[1:] for row in rows[1:]], dtype=np.float64)


def standardise(x):
  """Running moments per station (Welford). Returns four arrays, day x station: the values in the
  units of their own day (inputs) and of the day before (targets); means and deviations by day."""
  inputs, targets, means, deviations = (np.zeros_like(x) for _ in range(4))
  m, m2 = np.zeros(x.shape[1]), np.zeros(x.shape[1])
  for t, row in enumerate(x):
    if t >= 2:
      targets[t] = np.clip((row - m) / deviations[t - 1], -CLIP, CLIP)
    d = row - m
    m = m + d / (t + 1)
    m2 = m2 + d * (row - m)
    means[t], deviations[t] = m, np.maximum(np.sqrt(m2 / (t + 1)), 1e-9)
    if t >= 1:
      inputs[t] = np.clip((row - m) / deviations[t], -CLIP, CLIP)
  return inputs, targets, means, deviations


def features(dates, inputs):
  millis = np.array([(d - datetime.date(1970, 1, 1)).days * DAY for d in dates], dtype=np.int64)
  week = np.mod(millis + 3 * DAY, 7 * DAY) / (7 * DAY)  # Monday 00:00 UTC is 0
  year = np.mod(millis, YEAR) / YEAR
  calendar = [np.sin(2 * np.pi * week), np.cos(2 * np.pi * week), (week >= 5 / 7) * 1.0,
              np.sin(2 * np.pi * year), np.cos(2 * np.pi * year)]
  columns = [np.broadcast_to(c[:, None], inputs.shape) for c in calendar]
  return torch.tensor(np.stack([inputs, *columns], -1), dtype=torch.float32)


def train(rows, targets):
  """Truncated backpropagation over CHUNK days; the state is carried from the first day to the last.
  A small Huber limit keeps the holidays, which are to stay surprising, from steering the fit."""
  net = Net()
  adam = torch.optim.Adam(net.parameters(), lr=RATE)
  for epoch in range(EPOCHS):
    for group in adam.param_groups:
      group["lr"] = RATE * 0.5 * (1 + math.cos(math.pi * epoch / EPOCHS))
    state, losses = None, []
    cuts = [0, *range(WARM + int(torch.randint(CHUNK, ())), len(rows) - 1, CHUNK), len(rows) - 1]
    for begin, end in zip(cuts, cuts[1:]):
      forecast, state = net(rows[begin:end], state)
      state = tuple(s.detach() for s in state)
      skip = max(0, WARM - begin)  # the units of the first days are poor
      loss = torch.nn.functional.huber_loss(
          forecast[skip:], targets[begin + 1 + skip:end + 1], delta=HUBER)
      adam.zero_grad()
      loss.backward()
      torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
      adam.step()
      losses.append(loss.item())
    print(f"epoch {epoch + 1:2d} of {EPOCHS}: loss {np.mean(losses):.5f}", flush=True)
  return net


def write(path, net, spec):
  """safetensors: length of the header, the header as JSON padded to eight bytes, the tensors."""
  header = {"__metadata__": {
      "format": "flink-lstm", "flink-lstm": json.dumps(spec, separators=(",", ":"))}}
  data = b""
  for name, tensor in net.state_dict().items():
    values = tensor.numpy().astype("<f4").tobytes()
    header[name] = {"dtype": "F32", "shape": list(tensor.shape),
                    "data_offsets": [len(data), len(data) + len(values)]}
    data += values
  text = json.dumps(header, separators=(",", ":")).encode()
  text += b" " * (-len(text) % 8)
  path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def load(path):
  raw = path.read_bytes()
  size = 8 + struct.unpack("<Q", raw[:8])[0]
  header = json.loads(raw[8:size])
  spec = json.loads(header.pop("__metadata__")["flink-lstm"])
  net = Net()
  net.load_state_dict({name: torch.tensor(np.frombuffer(
      raw[size + t["data_offsets"][0]:size + t["data_offsets"][1]], "<f4").reshape(t["shape"]))
      for name, t in header.items()})
  return net, spec


def likelihood(errors, window, horizon, learning, initial, **_):
  """How unlikely each error is among the station's own past errors; day x station."""
  erfc, lowest = np.vectorize(math.erfc), math.log(1e-10)
  score = np.full_like(errors, initial)
  mean = variance = np.zeros(errors.shape[1])
  seen, before = 0, np.zeros(errors.shape[1], bool)
  for t in range(len(errors)):
    a = errors[max(0, t + 1 - window):t + 1].mean(0)
    if t >= learning:
      deviation = np.sqrt(variance) + 1e-6 + 0.01 * mean
      q = 0.5 * erfc((a - mean) / (deviation * math.sqrt(2)))
      red = q <= 1e-5  # of a run of red days only the first counts in full
      score[t] = np.log(np.where(red & before, 1e-3, q) + 1e-10) / lowest
      before = red
    if t >= learning // 2:
      seen += 1
      share, d = max(1 / seen, 1 / horizon), a - mean
      mean, variance = mean + share * d, (1 - share) * (variance + share * d * d)
  return np.clip(score, 0, 1)


def federal_holidays(year):  # as observed
  def nth(month, weekday, n):
    first = datetime.date(year, month, 1)
    return first + datetime.timedelta((weekday - first.weekday()) % 7 + 7 * (n - 1))
  memorial = datetime.date(year, 5, 31)
  memorial -= datetime.timedelta(memorial.weekday())
  fixed = [datetime.date(year, m, d) for m, d in ((1, 1), (7, 4), (11, 11), (12, 25))]
  observed = [d + datetime.timedelta({5: -1, 6: 1}.get(d.weekday(), 0)) for d in fixed]
  return [*observed, memorial, nth(1, 0, 3), nth(2, 0, 3), nth(9, 0, 1), nth(10, 0, 2),
          nth(11, 3, 4)]


def check(path, stations, dates, x):
  net, spec = load(path)
  inputs, targets, means, deviations = standardise(x)
  state, steps = None, []
  with torch.no_grad():
    for row in features(dates, inputs):  # one day at a time, as the stream does
      forecast, state = net(row[None], state)
      steps.append(forecast[0].double().numpy())
  week = np.zeros_like(x)  # the value of the same weekday, in the units of today
  week[6:] = np.clip((x[:-6] - means[6:]) / deviations[6:], -CLIP, CLIP)

  first = dates.index(SPLIT)
  holidays = {h for year in range(SPLIT.year, dates[-1].year + 2) for h in federal_holidays(year)}
  near = np.array([any(abs((d - h).days) <= 1 for h in holidays) for d in dates])
  print(f"{len(stations)} stations x {len(dates) - first} days from {SPLIT},"
        f" {near[first:].sum()} of them US federal holidays or next to one")
  forecasts = {"same weekday": week, "last value": inputs, "network": np.array(steps)}
  for name, forecast in forecasts.items():
    errors = np.zeros_like(x)
    errors[2:] = np.abs(targets[2:] - forecast[1:-1])
    scores = likelihood(errors, **spec["scorer"])
    order = np.lexsort((-errors[first:].ravel(), -scores[first:].ravel()))
    ranked = [(first + int(i) // len(stations), int(i) % len(stations)) for i in order]
    print(f"{name}: mean absolute error {errors[first:].mean():.4f}"
          f" ({errors[first:][~near[first:]].mean():.4f} without those days);"
          f" of the top 400 {sum(near[t] for t, _ in ranked[:400])} on those days;"
          f" {(scores[first:] > 0.5).mean():.2%} above 0.5")
    print_known_days(dates, ranked, 400)
  for rank, (t, k) in enumerate(ranked[:25], 1):
    print(f"{rank:4d} {dates[t]:%Y-%m-%d %a} {stations[k]:17s} score {scores[t, k]:.6f}"
          f" error {errors[t, k]:6.3f}{' holiday or next to one' if near[t] else ''}")
  print("network, without those days:")
  rest = [(t, k) for t, k in ranked if not near[t]]
  print_known_days(dates, rest, 100)
  counts = Counter(dates[t] for t, _ in rest[:100])
  print("  top 100 by day:", ", ".join(f"{d} x{n}" for d, n in counts.most_common()))


def print_known_days(dates, ranked, top):
  for date, what in KNOWN.items():
    at = [rank for rank, (t, _) in enumerate(ranked, 1) if str(dates[t]) == date]
    print(f"  {date} {what:14s} {sum(r <= top for r in at):2d} in the top {top}, best rank {at[0]}")


def main():
  parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
  parser.add_argument("--bundle", type=Path, default=DEMO / "chicago-l.safetensors")
  parser.add_argument("--check", action="store_true", help="evaluate the bundle, train nothing")
  options = parser.parse_args()
  torch.set_num_threads(1)
  torch.manual_seed(0)
  torch.use_deterministic_algorithms(True)
  stations, dates, x = read(DATA)
  if options.check:
    check(options.bundle, stations, dates, x)
    return
  days = dates.index(SPLIT)
  inputs, targets, _, _ = standardise(x[:days])
  net = train(features(dates[:days], inputs), torch.tensor(targets, dtype=torch.float32))
  SPEC["provenance"]["data_sha256"] = hashlib.sha256(DATA.read_bytes()).hexdigest()
  write(options.bundle, net, SPEC)
  print(f"wrote {options.bundle}")


if __name__ == "__main__":
  main()

#!/usr/bin/env python3
"""Makes sessions of users in a shop: buyers, browsers and bots, each with habits of its own.

  python3 generate.py     writes actions.jsonl and sessions.csv beside this file

Needs the standard library only.
"""
import csv
import json
import random
from pathlib import Path

ACTIONS = ["home", "search", "view", "cart", "help", "leave"]
KINDS = ["browser", "buyer", "bot"]
# per kind: weights of the next action, by the one before; seconds between two, mean
HABITS = {
    "browser": ({"home": [1, 4, 5, 0, 1, 1], "search": [1, 3, 6, 0.3, 0.3, 1],
                 "view": [1, 3, 5, 0.4, 0.4, 1.5], "cart": [1, 1, 3, 0.5, 1, 2],
                 "help": [1, 2, 2, 0, 1, 1]}, 40),
    "buyer": ({"home": [0.3, 6, 3, 0.5, 0.5, 0.2], "search": [0.3, 2, 6, 1, 0.3, 0.3],
               "view": [0.3, 1.5, 3, 4, 0.5, 0.5], "cart": [0.3, 1, 2, 2, 1, 2],
               "help": [0.5, 1, 2, 2, 0.5, 0.5]}, 25),
    "bot": ({"home": [1, 1, 8, 0.1, 0, 0.2], "search": [0.2, 4, 6, 0.1, 0, 0.2],
             "view": [0.3, 1, 9, 0.2, 0, 0.4], "cart": [0, 1, 5, 1, 0, 1],
             "help": [0, 1, 5, 0, 0, 1]}, 12)}
BEGIN, GAP = 1_767_225_600_000, 30 * 60_000  # 2026-01-01; a pause of this length ends a session


def session(draw):
  """A kind, and its actions with the milliseconds since the one before."""
  kind = draw.choice(KINDS)
  weights, pause = HABITS[kind]
  steps, action = [(draw.choice(["home", "search"]), 0)], None
  while len(steps) < 20:
    action = draw.choices(ACTIONS, weights[steps[-1][0]])[0]
    steps.append((action, 1 + int(min(GAP / 2, 1000 * draw.expovariate(1 / pause)))))
    if action == "leave":
      break
  return kind, steps


def main():
  folder, draw = Path(__file__).parent, random.Random(7)
  events, ends = [], []
  for user in range(40):
    at = BEGIN + draw.randrange(GAP)
    for _ in range(5):
      kind, steps = session(draw)
      for action, pause in steps:
        at += pause
        events.append((at, user, action))
      ends.append((f"user-{user}", at, kind))
      at += GAP + draw.randrange(GAP)
  with (folder / "actions.jsonl").open("w") as file:
    for at, user, action in sorted(events):
      file.write(json.dumps({"user": f"user-{user}", "at": at, "action": action}) + "\n")
  with (folder / "sessions.csv").open("w", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["user", "end", "kind"])
    out.writerows(ends)


if __name__ == "__main__":
  main()

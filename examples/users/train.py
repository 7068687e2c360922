#!/usr/bin/env python3
"""Trains the model that tells buyers, browsers and bots apart, on sessions of its own making.

  python3 train.py        writes model.safetensors beside this file

Needs torch only.
"""
import random
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bundle import save_bundle  # noqa: E402
from generate import ACTIONS, KINDS, session  # noqa: E402

DIMENSION, HIDDEN, SESSIONS, EPOCHS, BATCH, RATE = 4, 16, 6000, 10, 64, 5e-3
MEAN, SCALE = 20.0, 30.0  # of the seconds between two actions
LONGEST = 20


class Net(torch.nn.Module):
  def __init__(self):
    super().__init__()
    self.emb = torch.nn.Embedding(len(ACTIONS), DIMENSION)
    self.lstm = torch.nn.LSTM(DIMENSION + 1, HIDDEN, batch_first=True)
    self.fc = torch.nn.Linear(HIDDEN, len(KINDS))

  def forward(self, actions, pauses):
    rows = torch.cat([self.emb(actions), (pauses[..., None] - MEAN) / SCALE], -1)
    return self.fc(self.lstm(rows)[0])


def tensors(sessions):
  actions = torch.zeros(len(sessions), LONGEST, dtype=torch.long)
  pauses = torch.zeros(len(sessions), LONGEST)
  lengths = torch.tensor([len(steps) for _, steps in sessions])
  for i, (_, steps) in enumerate(sessions):
    for j, (action, pause) in enumerate(steps):
      actions[i, j], pauses[i, j] = ACTIONS.index(action), pause / 1000
  return actions, pauses, lengths, torch.tensor([KINDS.index(kind) for kind, _ in sessions])


def main():
  torch.set_num_threads(1)
  torch.manual_seed(0)
  draw = random.Random(1)
  actions, pauses, lengths, kinds = tensors([session(draw) for _ in range(SESSIONS)])
  held = tensors([session(draw) for _ in range(2000)])
  net = Net()
  adam = torch.optim.Adam(net.parameters(), lr=RATE)
  for epoch in range(EPOCHS):
    for chosen in torch.randperm(SESSIONS).split(BATCH):
      logits = net(actions[chosen], pauses[chosen])
      real = torch.arange(LONGEST)[None] < lengths[chosen][:, None]
      target = kinds[chosen][:, None].expand(-1, LONGEST)
      loss = torch.nn.functional.cross_entropy(logits[real], target[real])
      adam.zero_grad()
      loss.backward()
      adam.step()
    with torch.no_grad():
      last = net(*held[:2])[torch.arange(2000), held[2] - 1]
    print(f"epoch {epoch + 1}: {(last.argmax(1) == held[3]).float().mean():.4f} of sessions right",
          flush=True)
  save_bundle(str(Path(__file__).with_name("model.safetensors")), net.state_dict(), {
      "version": 1, "name": "users", "task": "classify",
      "features": [
          {"name": "action", "source": "field"},
          {"name": "pause", "source": "elapsed",
           "scaling": {"kind": "standard", "mean": MEAN, "scale": SCALE}}],
      "layers": [
          {"type": "embedding", "prefix": "emb.", "input": 2, "column": 0,
           "vocabulary": len(ACTIONS), "dimension": DIMENSION},
          {"type": "lstm", "prefix": "lstm.", "input": DIMENSION + 1, "hidden": HIDDEN, "layers": 1},
          {"type": "linear", "prefix": "fc.", "input": HIDDEN, "output": len(KINDS),
           "activation": "softmax"}],
      "outputs": [{"name": kind} for kind in KINDS],
      "provenance": {"framework": "torch " + torch.__version__, "script": "examples/users/train.py",
                     "data": f"{SESSIONS} sessions of generate.py"}})


main()

#!/usr/bin/env python3
"""Trains the model that foretells a pump's next reading, on healthy pumps of its own making.

  python3 train.py        writes model.safetensors beside this file

Needs torch only.
"""
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bundle import save_bundle  # noqa: E402
from generate import FIELDS, pump  # noqa: E402

HIDDEN, PUMPS, READINGS, EPOCHS, CHUNK, RATE, WARM = 24, 32, 1000, 40, 100, 1e-2, 20


class Net(torch.nn.Module):
  def __init__(self):
    super().__init__()
    self.lstm = torch.nn.LSTM(len(FIELDS), HIDDEN)
    self.fc = torch.nn.Linear(HIDDEN, len(FIELDS))

  def forward(self, rows, state=None):  # rows: time x pump x field
    hidden, state = self.lstm(rows, state)
    return self.fc(hidden), state


def main():
  torch.set_num_threads(1)
  torch.manual_seed(0)
  raw = torch.tensor([list(pump(k, READINGS)) for k in range(PUMPS)]).transpose(0, 1)
  mean, scale = raw.mean((0, 1)), raw.std((0, 1))
  rows = (raw - mean) / scale
  net = Net()
  adam = torch.optim.Adam(net.parameters(), lr=RATE)
  rates = torch.optim.lr_scheduler.CosineAnnealingLR(adam, EPOCHS)
  for epoch in range(EPOCHS):
    state, losses = None, []
    for begin in range(0, READINGS - 1, CHUNK):
      end = min(begin + CHUNK, READINGS - 1)
      forecast, state = net(rows[begin:end], state)
      state = tuple(s.detach() for s in state)
      skip = WARM if begin == 0 else 0
      loss = (forecast[skip:] - rows[begin + 1 + skip:end + 1]).abs().mean()
      adam.zero_grad()
      loss.backward()
      torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
      adam.step()
      losses.append(loss.item())
    rates.step()
    print(f"epoch {epoch + 1}: {sum(losses) / len(losses):.4f}", flush=True)
  save_bundle(str(Path(__file__).with_name("model.safetensors")), net.state_dict(), {
      "version": 1, "name": "pumps", "task": "anomaly",
      "features": [{"name": name, "source": "field",
                    "scaling": {"kind": "standard", "mean": mean[i].item(), "scale": scale[i].item()}}
                   for i, name in enumerate(FIELDS)],
      "layers": [
          {"type": "lstm", "prefix": "lstm.", "input": len(FIELDS), "hidden": HIDDEN, "layers": 1},
          {"type": "linear", "prefix": "fc.", "input": HIDDEN, "output": len(FIELDS),
           "activation": "identity"}],
      "outputs": [{"name": name, "forecasts": name} for name in FIELDS],
      "scorer": {"kind": "anomaly-likelihood", "window": 1, "horizon": 1000, "learning": 100,
                 "initial": 0.03, "range": None},
      "provenance": {"framework": "torch " + torch.__version__,
                     "script": "examples/sensors/train.py",
                     "data": "32 healthy pumps of generate.py"}})


main()

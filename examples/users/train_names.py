#!/usr/bin/env python3
"""Trains the model that tells the language of a name while it is typed.

  python3 train_names.py NAMES [BUNDLE]

NAMES is the folder with a file of names for each language, of the PyTorch character-RNN tutorial
(github.com/spro/practical-pytorch, data/names, MIT licence). Needs torch only. A pair of name and
language is kept back for validation where the CRC-32 of "name|Language" is a multiple of ten.
"""
import json
import sys
import unicodedata
import zlib
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bundle import save_bundle  # noqa: E402

HIDDEN, EPOCHS, BATCH, RATE = 128, 12, 64, 3e-3
END = "."  # what is typed after a name


def normalised(name):
  letters = unicodedata.normalize("NFD", name.strip())
  return "".join(c for c in letters if unicodedata.category(c) != "Mn").lower()


def read(folder):
  pairs = set()
  for file in sorted(folder.glob("*.txt")):
    for line in file.read_text(encoding="utf-8").splitlines():
      if line.strip():
        pairs.add((normalised(line), file.stem))
  pairs = sorted(pairs)
  kept_back = [zlib.crc32(f"{n}|{l}".encode()) % 10 == 0 for n, l in pairs]
  return ([p for p, k in zip(pairs, kept_back) if not k], [p for p, k in zip(pairs, kept_back) if k])


class Net(torch.nn.Module):
  def __init__(self, symbols, languages):
    super().__init__()
    self.lstm = torch.nn.LSTM(symbols, HIDDEN, batch_first=True)
    self.fc = torch.nn.Linear(HIDDEN, languages)

  def forward(self, rows):
    return self.fc(self.lstm(rows)[0])


def batches(pairs, symbols, languages, size, order):
  for at in range(0, len(order), size):
    chosen = [pairs[i] for i in order[at:at + size]]
    longest = max(len(n) for n, _ in chosen) + 1
    rows = torch.zeros(len(chosen), longest, len(symbols))
    length = torch.tensor([len(n) + 1 for n, _ in chosen])
    for i, (name, _) in enumerate(chosen):
      for j, symbol in enumerate(name + END):
        rows[i, j, symbols.index(symbol)] = 1
    yield rows, length, torch.tensor([languages.index(l) for _, l in chosen])


def accuracy(net, pairs, symbols, languages):
  right = 0
  with torch.no_grad():
    for rows, length, target in batches(pairs, symbols, languages, 256, range(len(pairs))):
      last = net(rows)[torch.arange(len(target)), length - 1]
      right += (last.argmax(1) == target).sum().item()
  return right / len(pairs)


def train(pairs, kept_back, symbols, languages):
  net = Net(len(symbols), len(languages))
  adam = torch.optim.Adam(net.parameters(), lr=RATE)
  for epoch in range(EPOCHS):
    for group in adam.param_groups:
      group["lr"] = RATE if epoch < EPOCHS * 2 // 3 else RATE / 5
    order = torch.randperm(len(pairs)).tolist()
    for rows, length, target in batches(pairs, symbols, languages, BATCH, order):
      logits = net(rows)
      last = logits[torch.arange(len(target)), length - 1]
      loss = torch.nn.functional.cross_entropy(last, target)
      adam.zero_grad()
      loss.backward()
      adam.step()
    print(f"epoch {epoch + 1}: {accuracy(net, kept_back, symbols, languages):.4f}", flush=True)
  return net


def main():
  torch.set_num_threads(1)
  torch.manual_seed(0)
  pairs, kept_back = read(Path(sys.argv[1]))
  symbols = sorted({c for n, _ in pairs + kept_back for c in n} | {END})
  languages = sorted({l for _, l in pairs})
  print(f"{len(pairs)} pairs to train, {len(kept_back)} kept back, symbols {json.dumps(symbols)}")
  net = train(pairs, kept_back, symbols, languages)
  path = sys.argv[2] if len(sys.argv) > 2 else str(Path(__file__).with_name("names.safetensors"))
  save_bundle(path, {k: v.half() for k, v in net.state_dict().items()}, {
      "version": 1, "name": "names", "task": "classify",
      "features": [{"name": "symbol", "source": "field"}],
      "layers": [
          {"type": "one-hot", "input": 1, "column": 0, "size": len(symbols)},
          {"type": "lstm", "prefix": "lstm.", "input": len(symbols), "hidden": HIDDEN, "layers": 1},
          {"type": "linear", "prefix": "fc.", "input": HIDDEN, "output": len(languages),
           "activation": "softmax"}],
      "outputs": [{"name": language} for language in languages],
      "provenance": {
          "framework": "torch " + torch.__version__, "script": "examples/users/train_names.py",
          "data": "names of the PyTorch character-RNN tutorial, MIT, Copyright (c) 2017 Sean"
                  " Robertson",
          "kept_back": "CRC-32 of name|Language is a multiple of ten"}})


main()

"""Writes tensors and a description as a bundle (docs/model-format.md). Needs torch only."""
import json
import struct

import torch

DTYPES = {torch.float32: "F32", torch.float16: "F16"}


def save_bundle(path, tensors, description):
  header = {"__metadata__": {"format": "flink-lstm", "flink-lstm": json.dumps(description)}}
  data = b""
  for name in sorted(tensors):
    tensor = tensors[name].detach().contiguous()
    raw = tensor.numpy().tobytes()
    header[name] = {"dtype": DTYPES[tensor.dtype], "shape": list(tensor.shape),
                    "data_offsets": [len(data), len(data) + len(raw)]}
    data += raw
  text = json.dumps(header).encode()
  text += b" " * (-len(text) % 8)
  with open(path, "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + data)

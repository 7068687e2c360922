"""Write a PyTorch model as a flink-lstm bundle, and a recording to verify it with. Needs torch and numpy only."""
import copy
import json
import struct
import sys

import torch

DTYPES = {torch.float32: "F32", torch.float64: "F64", torch.int64: "I64"}


def write_safetensors(path, tensors, metadata):
    header, data, at = {"__metadata__": metadata}, [], 0
    for name in sorted(tensors):
        tensor = tensors[name].detach().cpu().contiguous()
        raw = tensor.numpy().tobytes()
        header[name] = {"dtype": DTYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [at, at + len(raw)]}
        data.append(raw)
        at += len(raw)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(data))


def save_bundle(path, model, description):
    """The description is the JSON of docs/model-format.md, as a dict."""
    write_safetensors(path, model.state_dict(), {"format": "flink-lstm", "flink-lstm": json.dumps(description)})


def record(path, model, inputs, batch_first=True):
    """Runs a model that returns one tensor, in float32 and in float64, and keeps what went in and what came out."""
    model.eval()
    with torch.no_grad():
        exact = copy.deepcopy(model).double()(inputs.double())
        write_safetensors(path, {"input": inputs, "output": model(inputs), "output_f64": exact},
                          {"format": "pt", "batch_first": str(batch_first).lower()})


class Forecaster(torch.nn.Module):
    """The example: replace it by your model."""

    def __init__(self):
        super().__init__()
        self.lstm = torch.nn.LSTM(3, 16, num_layers=2, batch_first=True)
        self.fc = torch.nn.Linear(16, 2)

    def forward(self, rows):
        return self.fc(self.lstm(rows)[0])


if __name__ == "__main__":
    folder = sys.argv[1]
    torch.manual_seed(1)
    example = Forecaster().eval()
    record(f"{folder}/io.safetensors", example, torch.randn(4, 30, 3))
    torch.save(example.state_dict(), f"{folder}/model.pt")
    torch.onnx.export(example, torch.randn(1, 5, 3), f"{folder}/model.onnx", input_names=["input"],
                      output_names=["output"], dynamic_axes={"input": [0, 1]}, opset_version=13)
    save_bundle(f"{folder}/model.safetensors", example, {
        "version": 1, "name": "forecaster", "task": "forecast",
        "features": [{"name": name, "source": "field"} for name in ("load", "temperature", "wind")],
        "layers": [{"type": "lstm", "prefix": "lstm.", "input": 3, "hidden": 16, "layers": 2},
                   {"type": "linear", "prefix": "fc.", "input": 16, "output": 2, "activation": "identity"}],
        "outputs": [{"name": "load", "forecasts": "load"}, {"name": "wind", "forecasts": "wind"}],
        "provenance": {"framework": "torch " + torch.__version__}})

"""Save a Keras model in the forms that flink-lstm reads, and a recording to verify it with. Needs keras and safetensors."""
import sys

import keras
import numpy as np
from safetensors.numpy import save_file


def record(path, model, inputs):
    """Runs a model that gives one array, and keeps what went in and what came out."""
    output = model(inputs, training=False)
    # A view whose axes are swapped would be saved as it lies in memory.
    save_file({"input": inputs, "output": np.ascontiguousarray(output)}, path)


if __name__ == "__main__":
    folder = sys.argv[1]
    keras.utils.set_random_seed(1)
    example = keras.Sequential([  # replace it by your model
        keras.layers.Input((30, 3)),
        keras.layers.LSTM(16, return_sequences=True),
        keras.layers.GRU(8, return_sequences=True),
        keras.layers.Dense(2),
    ])
    record(f"{folder}/io.safetensors", example, np.random.default_rng(1).normal(size=(4, 30, 3)).astype("float32"))
    example.save(f"{folder}/model.keras")
    example.save(f"{folder}/model.h5")

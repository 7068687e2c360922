"""Take a TensorFlow 1 cell out of a checkpoint, and record what it computes. Needs tensorflow and safetensors."""
import sys

import numpy as np
import tensorflow.compat.v1 as tf
from safetensors.numpy import save_file

OPTIMIZER = ("Adam", "Momentum", "RMSProp", "beta1_power", "beta2_power", "global_step")


def save_variables(checkpoint, path):
    """Variables under their names; those of the optimizer are left behind."""
    reader = tf.train.load_checkpoint(checkpoint)
    names = [name for name in reader.get_variable_to_shape_map() if not any(word in name for word in OPTIMIZER)]
    save_file({name: reader.get_tensor(name) for name in names}, path)


def record(path, session, rows, output, state, inputs):
    """Runs the graph from a zero state; the state of an LSTM comes as (c, h), and is kept by these names."""
    result, (c, h) = session.run([output, state], {rows: inputs})
    tensors = {"input": inputs, "output": result, "hn": h[np.newaxis], "cn": c[np.newaxis]}
    save_file({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, path)


if __name__ == "__main__":
    folder = sys.argv[1]
    tf.disable_eager_execution()
    tf.set_random_seed(1)
    batch = tf.placeholder(tf.float32, [None, None, 3])  # replace this by your graph
    outputs, last = tf.nn.dynamic_rnn(tf.nn.rnn_cell.BasicLSTMCell(16), batch, dtype=tf.float32)
    with tf.Session() as running:
        running.run(tf.global_variables_initializer())
        tf.train.Saver().save(running, f"{folder}/model.ckpt")
        example = np.random.default_rng(1).normal(size=(4, 30, 3)).astype("float32")
        record(f"{folder}/io.safetensors", running, batch, outputs, last, example)
    save_variables(f"{folder}/model.ckpt", f"{folder}/model.safetensors")
    with open(f"{folder}/model.yaml", "w") as description:
        description.write("forget-bias: 1.0\n")

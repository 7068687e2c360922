package io.flinklstm.models.onnx;

import io.flinklstm.models.format.RawTensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The operations that move elements and change none, on constants. */
final class Shapes {

  private Shapes() {}

  /** Unsqueeze, Squeeze, Reshape, Flatten: the same elements in another shape. */
  static RawTensor reshaped(OnnxNode node, List<RawTensor> inputs) {
    RawTensor input = inputs.get(0);
    long[] argument = argument(node, inputs, node.op().equals("Reshape") ? "shape" : "axes");
    int[] shape =
        switch (node.op()) {
          case "Unsqueeze" -> unsqueezed(node, input.shape(), argument);
          case "Squeeze" -> squeezed(node, input.shape(), argument);
          case "Reshape" -> reshaped(node, input.shape(), argument);
          default -> flattened(node, input.shape());
        };
    return new RawTensor("", input.dtype(), shape, input.data());
  }

  /** Whole numbers given by an attribute in older operator sets, by the second input in newer. */
  private static long[] argument(OnnxNode node, List<RawTensor> inputs, String attribute) {
    if (inputs.size() > 1 && inputs.get(1) != null) {
      return inputs.get(1).longs();
    }
    return node.wholes(attribute).orElse(new long[0]);
  }

  static int axis(OnnxNode node, long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw node.refused("axis " + axis, "one of " + rank);
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  private static int[] unsqueezed(OnnxNode node, int[] shape, long[] axes) {
    int rank = shape.length + axes.length;
    if (rank > RawTensor.MAX_DIMENSIONS) {
      throw node.refused(rank + " dimensions", "at most " + RawTensor.MAX_DIMENSIONS);
    }
    int[] wide = new int[rank];
    Arrays.fill(wide, -1);
    for (long axis : axes) {
      wide[axis(node, axis, rank)] = 1;
    }
    int from = 0;
    for (int i = 0; i < rank; i++) {
      if (wide[i] < 0) {
        if (from == shape.length) {
          throw node.refused("an axis twice", "each once");
        }
        wide[i] = shape[from++];
      }
    }
    return wide;
  }

  private static int[] squeezed(OnnxNode node, int[] shape, long[] axes) {
    boolean[] drop = new boolean[shape.length];
    for (long axis : axes) {
      drop[axis(node, axis, shape.length)] = true;
    }
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < shape.length; i++) {
      if (!drop[i] && !(axes.length == 0 && shape[i] == 1)) {
        kept.add(shape[i]);
      } else if (shape[i] != 1) {
        throw node.refused("size " + shape[i] + " at axis " + i, "1");
      }
    }
    return kept.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] reshaped(OnnxNode node, int[] shape, long[] wanted) {
    long[] sizes = wanted.clone();
    long given = 1;
    int open = -1;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == 0 && i < shape.length) {
        sizes[i] = shape[i];
      }
      if (sizes[i] == -1) {
        open = i;
      } else if (sizes[i] < 0 || sizes[i] > Integer.MAX_VALUE || given > Integer.MAX_VALUE) {
        throw node.refused("shape " + Arrays.toString(wanted), "sizes");
      } else {
        given *= sizes[i];
      }
    }
    long elements = Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
    if (open >= 0) {
      sizes[open] = given == 0 ? 0 : elements / given;
    }
    long product = open >= 0 ? given * sizes[open] : given;
    if (product != elements || sizes.length > RawTensor.MAX_DIMENSIONS) {
      throw node.refused("shape " + Arrays.toString(wanted), elements + " elements");
    }
    return Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray();
  }

  private static int[] flattened(OnnxNode node, int[] shape) {
    long axis = node.whole("axis", 1);
    int at = axis == shape.length ? shape.length : axis(node, axis, shape.length);
    int[] sizes = {1, 1};
    for (int i = 0; i < shape.length; i++) {
      sizes[i < at ? 0 : 1] *= shape[i];
    }
    return sizes;
  }

  static RawTensor transposed(OnnxNode node, RawTensor input) {
    int rank = input.shape().length;
    int[] order = permutation(node, rank);
    int[] shape = new int[rank];
    for (int i = 0; i < rank; i++) {
      shape[i] = input.shape()[order[i]];
    }
    int[] strides = strides(input.shape());
    int[] steps = new int[rank];
    for (int i = 0; i < rank; i++) {
      steps[i] = strides[order[i]];
    }
    return picked(input, shape, 0, steps);
  }

  /** The order of axes of a Transpose; the reverse where it names none. */
  static int[] permutation(OnnxNode node, int rank) {
    int[] order = new int[rank];
    boolean[] seen = new boolean[rank];
    long[] given = node.wholes("perm").orElse(null);
    if (given != null && given.length != rank) {
      throw node.refused("perm of " + given.length, "one for each of " + rank + " axes");
    }
    for (int i = 0; i < rank; i++) {
      order[i] = given == null ? rank - 1 - i : axis(node, given[i], rank);
      if (seen[order[i]]) {
        throw node.refused("an axis twice", "each once");
      }
      seen[order[i]] = true;
    }
    return order;
  }

  static RawTensor sliced(OnnxNode node, List<RawTensor> inputs) {
    RawTensor input = inputs.get(0);
    int rank = input.shape().length;
    Slicing slicing = Slicing.of(node, inputs, rank);
    int[] shape = input.shape().clone();
    int[] steps = strides(input.shape());
    int from = 0;
    for (int i = 0; i < slicing.axes().length; i++) {
      int axis = slicing.axes()[i];
      int begin = slicing.begin(i, shape[axis]);
      from += begin * steps[axis];
      shape[axis] = slicing.end(i, shape[axis]) - begin;
    }
    return picked(input, shape, from, steps);
  }

  static RawTensor gathered(OnnxNode node, List<RawTensor> inputs) {
    RawTensor input = inputs.get(0);
    RawTensor indices = inputs.get(1);
    int axis = axis(node, node.whole("axis", 0), input.shape().length);
    if (indices.elements() != 1) {
      throw node.refused(indices.describe() + " indices", "one index");
    }
    int size = input.shape()[axis];
    int index = axis(node, indices.longs()[0], size);
    int[] shape = input.shape().clone();
    shape[axis] = 1;
    int[] strides = strides(input.shape());
    RawTensor one = picked(input, shape, index * strides[axis], strides);
    if (indices.shape().length > 0) {
      return one;
    }
    return new RawTensor("", one.dtype(), squeezed(node, shape, new long[] {axis}), one.data());
  }

  static List<RawTensor> split(OnnxNode node, List<RawTensor> inputs) {
    RawTensor input = inputs.get(0);
    int axis = axis(node, node.whole("axis", 0), input.shape().length);
    long[] sizes = argument(node, inputs, "split");
    int count = node.outputs().size();
    if (sizes.length == 0 && count > 0) {
      sizes = new long[count];
      Arrays.fill(sizes, input.shape()[axis] / count);
    }
    long sum = Arrays.stream(sizes).sum();
    if (sizes.length != count || sum != input.shape()[axis]) {
      throw node.refused("parts " + Arrays.toString(sizes), "" + input.shape()[axis]);
    }
    List<RawTensor> parts = new ArrayList<>();
    int[] strides = strides(input.shape());
    int from = 0;
    for (long size : sizes) {
      if (size < 0) {
        throw node.refused("parts " + Arrays.toString(sizes), "sizes");
      }
      int[] shape = input.shape().clone();
      shape[axis] = (int) size;
      parts.add(picked(input, shape, from * strides[axis], strides));
      from += (int) size;
    }
    return parts;
  }

  static RawTensor concatenated(OnnxNode node, List<RawTensor> inputs) {
    RawTensor first = inputs.get(0);
    int rank = first.shape().length;
    int axis = axis(node, node.whole("axis", 0), rank);
    int[] shape = first.shape().clone();
    long wide = 0;
    long bytes = 0;
    for (RawTensor input : inputs) {
      int[] other = input.shape().clone();
      if (other.length != rank || input.dtype() != first.dtype()) {
        throw node.refused(input.describe(), "the like of " + first.describe());
      }
      wide += other[axis];
      bytes += input.data().remaining();
      other[axis] = shape[axis];
      if (!Arrays.equals(other, shape)) {
        throw node.refused(input.describe(), "the like of " + first.describe());
      }
    }
    if (wide > Integer.MAX_VALUE || bytes > Integer.MAX_VALUE) {
      throw node.refused(bytes + " bytes", "at most 2 GiB");
    }
    shape[axis] = (int) wide;
    if (bytes == 0) {
      return new RawTensor("", first.dtype(), shape, ByteBuffer.allocate(0));
    }
    int outer = Arrays.stream(shape, 0, axis).reduce(1, (a, b) -> a * b);
    ByteBuffer data = ByteBuffer.allocate((int) bytes);
    for (int row = 0; row < outer; row++) {
      for (RawTensor input : inputs) {
        int length = input.data().remaining() / outer;
        data.put(input.data().slice(row * length, length));
      }
    }
    return new RawTensor("", first.dtype(), shape, data.flip());
  }

  private static int[] strides(int[] shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= Math.max(1, shape[i]);
    }
    return strides;
  }

  /** The elements at {@code from} plus each index times its step, row-major. */
  private static RawTensor picked(RawTensor input, int[] shape, int from, int[] steps) {
    int elements = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    int width = input.dtype().bytes();
    ByteBuffer data = ByteBuffer.allocate(elements * width);
    int[] index = new int[shape.length];
    int at = from;
    for (int i = 0; i < elements; i++) {
      data.put(i * width, input.data(), at * width, width);
      for (int d = shape.length - 1; d >= 0; d--) {
        at += steps[d];
        if (++index[d] < shape[d]) {
          break;
        }
        at -= shape[d] * steps[d];
        index[d] = 0;
      }
    }
    return new RawTensor("", input.dtype(), shape, data);
  }
}

package io.flinklstm.models.pytorch;

import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Turns a view with offset and strides into a row-major tensor; copies only where it must. */
final class Strides {

  private final String name;
  private final Pickled.View view;
  private final ByteBuffer storage;
  private final int elementBytes;
  private final int[] shape;
  private final int elements;

  /** The view's sizes must have a product that fits an int. */
  Strides(String name, Pickled.View view, ByteBuffer storage) {
    this.name = name;
    this.view = view;
    this.storage = storage;
    this.elementBytes = view.storage().dtype().bytes();
    this.shape = Arrays.stream(view.sizes()).mapToInt(Math::toIntExact).toArray();
    this.elements = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    check();
  }

  private void check() {
    long available = storage.remaining() / elementBytes;
    try {
      long last = view.offset();
      for (int i = 0; i < view.sizes().length && elements > 0; i++) {
        last = Math.addExact(last, Math.multiplyExact(view.sizes()[i] - 1, view.strides()[i]));
      }
      if (elements == 0 || elements <= available && last < available) {
        return;
      }
    } catch (ArithmeticException | ArrayIndexOutOfBoundsException e) {
      // the same error as for a view that is merely too large
    }
    throw new ModelFormatException(
        "tensor " + name,
        "sizes "
            + Arrays.toString(view.sizes())
            + ", strides "
            + Arrays.toString(view.strides())
            + " from "
            + view.offset(),
        "elements within the " + available + " of storage " + view.storage().key());
  }

  RawTensor tensor() {
    ByteBuffer data;
    if (elements == 0) {
      data = ByteBuffer.allocate(0);
    } else if (isRowMajor()) {
      data = storage.slice((int) view.offset() * elementBytes, elements * elementBytes);
    } else {
      data = gather();
    }
    return new RawTensor(name, view.storage().dtype(), shape, data);
  }

  private boolean isRowMajor() {
    long expected = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      if (shape[i] != 1 && view.strides()[i] != expected) {
        return false;
      }
      expected *= shape[i];
    }
    return true;
  }

  private ByteBuffer gather() {
    ByteBuffer data = ByteBuffer.allocate(elements * elementBytes);
    int[] index = new int[shape.length];
    for (int i = 0; i < elements; i++) {
      long at = view.offset();
      for (int d = 0; d < shape.length; d++) {
        at += index[d] * view.strides()[d];
      }
      data.put(i * elementBytes, storage, (int) at * elementBytes, elementBytes);
      for (int d = shape.length - 1; d >= 0 && ++index[d] == shape[d]; d--) {
        index[d] = 0;
      }
    }
    return data;
  }
}

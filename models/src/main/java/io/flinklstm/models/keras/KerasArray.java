package io.flinklstm.models.keras;

import io.flinklstm.models.format.ModelFormatException;
import java.util.Arrays;

/** One array of a Keras file, row-major; Keras' matrices are (inputs, outputs). */
record KerasArray(String path, int[] shape, float[] values) {

  KerasArray expect(int... expected) {
    if (!Arrays.equals(shape, expected)) {
      throw new ModelFormatException(
          path, "shape " + Arrays.toString(shape), Arrays.toString(expected));
    }
    return this;
  }

  int columns() {
    if (shape.length != 2) {
      throw new ModelFormatException(path, "shape " + Arrays.toString(shape), "a matrix");
    }
    return shape[1];
  }

  int rows() {
    columns();
    return shape[0];
  }

  /** The matrix (outputs, inputs). */
  float[] transposed() {
    int columns = columns();
    float[] turned = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      turned[i % columns * shape[0] + i / columns] = values[i];
    }
    return turned;
  }
}

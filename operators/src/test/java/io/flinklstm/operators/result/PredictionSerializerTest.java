package io.flinklstm.operators.result;

import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;

/** Flink's own contract for serializers. */
class PredictionSerializerTest extends SerializerTestBase<Prediction<String>> {

  @Override
  protected TypeSerializer<Prediction<String>> createSerializer() {
    return new PredictionSerializer<>(StringSerializer.INSTANCE);
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  @SuppressWarnings("unchecked") // the class object of a generic type has no parameter
  protected Class<Prediction<String>> getTypeClass() {
    return (Class<Prediction<String>>) (Class<?>) Prediction.class;
  }

  @Override
  @SuppressWarnings("unchecked") // no generic arrays
  protected Prediction<String>[] getTestData() {
    return new Prediction[] {
      new Prediction<>(
          "first",
          1,
          1,
          false,
          new float[] {1, -0f, 3},
          "up",
          new float[] {Float.NaN},
          0,
          Double.NaN,
          7),
      new Prediction<>("", 1L << 40, 3, true, new float[0], "", new float[] {4, 5}, 0.1, 0.9, -1)
    };
  }
}

package io.flinklstm.operators.result;

import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;

/** Flink's own contract for serializers. */
class WindowResultSerializerTest extends SerializerTestBase<WindowResult<String>> {

  @Override
  protected TypeSerializer<WindowResult<String>> createSerializer() {
    return new WindowResultSerializer<>(StringSerializer.INSTANCE);
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  @SuppressWarnings("unchecked") // the class object of a generic type has no parameter
  protected Class<WindowResult<String>> getTypeClass() {
    return (Class<WindowResult<String>>) (Class<?>) WindowResult.class;
  }

  @Override
  @SuppressWarnings("unchecked") // no generic arrays
  protected WindowResult<String>[] getTestData() {
    return new WindowResult[] {
      new WindowResult<>("first", 9, 3, new float[][] {{1, -0f}, {Float.NaN}, {}}, 7),
      new WindowResult<>("", 1L << 40, 1, new float[][] {{Float.MIN_VALUE, 2, 3}}, -1),
      new WindowResult<>("none", 1, 65_536, new float[0][], 0)
    };
  }
}

package io.flinklstm.operators.result;

import java.util.Arrays;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;

/** Flink's own contract for serializers. */
class RejectedSerializerTest extends SerializerTestBase<Rejected<String>> {

  @Override
  protected TypeSerializer<Rejected<String>> createSerializer() {
    return new RejectedSerializer<>(StringSerializer.INSTANCE);
  }

  @Override
  protected int getLength() {
    return -1;
  }

  @Override
  @SuppressWarnings("unchecked") // the class object of a generic type has no parameter
  protected Class<Rejected<String>> getTypeClass() {
    return (Class<Rejected<String>>) (Class<?>) Rejected.class;
  }

  @Override
  @SuppressWarnings("unchecked") // no generic arrays
  protected Rejected<String>[] getTestData() {
    return Arrays.stream(Rejected.Reason.values())
        .map(reason -> new Rejected<>("event " + reason, reason, "text \u00fc " + reason))
        .toArray(Rejected[]::new);
  }
}

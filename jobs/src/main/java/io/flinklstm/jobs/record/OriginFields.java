package io.flinklstm.jobs.record;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** An origin as bytes. */
final class OriginFields {

  private OriginFields() {}

  static void write(Origin origin, DataOutputView target) throws IOException {
    StringValue.writeString(origin.topic(), target);
    target.writeInt(origin.partition());
    target.writeLong(origin.offset());
    HeaderFields.write(origin.headers(), target);
  }

  static Origin read(DataInputView source) throws IOException {
    String topic = StringValue.readString(source);
    return new Origin(topic, source.readInt(), source.readLong(), HeaderFields.read(source));
  }
}

package io.flinklstm.jobs.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Headers of Kafka records: what may pass, and its bytes. */
final class HeaderFields {

  /** How many headers of a record pass. */
  static final int MOST = 32;

  /** How many bytes the names and values of a record's headers may have together. */
  static final int MAX_BYTES = 8 * 1024;

  private HeaderFields() {}

  /** Whether they are few and small enough to be carried through shuffles and state. */
  static boolean mayPass(Headers headers) {
    int count = 0;
    long bytes = 0;
    for (Header header : headers) {
      count++;
      bytes += name(header).length + (header.value() == null ? 0 : header.value().length);
      if (count > MOST || bytes > MAX_BYTES) {
        return false;
      }
    }
    return true;
  }

  static void write(List<Header> headers, DataOutputView target) throws IOException {
    target.writeByte(headers.size());
    for (Header header : headers) {
      ValueSerializer.writeBytes(name(header), target);
      target.writeBoolean(header.value() != null);
      if (header.value() != null) {
        ValueSerializer.writeBytes(header.value(), target);
      }
    }
  }

  static List<Header> read(DataInputView source) throws IOException {
    int count = source.readByte();
    if (count == 0) {
      return List.of();
    }
    List<Header> headers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String name = new String(ValueSerializer.readBytes(source), StandardCharsets.UTF_8);
      byte[] value = source.readBoolean() ? ValueSerializer.readBytes(source) : null;
      headers.add(new RecordHeader(name, value));
    }
    return headers;
  }

  private static byte[] name(Header header) {
    return header.key().getBytes(StandardCharsets.UTF_8);
  }
}

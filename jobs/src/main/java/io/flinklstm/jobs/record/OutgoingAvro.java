package io.flinklstm.jobs.record;

import io.flinklstm.operators.result.Prediction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import org.apache.flink.avro.shaded.org.apache.avro.io.BinaryEncoder;
import org.apache.flink.avro.shaded.org.apache.avro.io.EncoderFactory;

/** Results as Avro records of {@link ResultSchema}. Owned by one thread. */
final class OutgoingAvro {

  private static final int NULL = 0; // branches of a union
  private static final int VALUE = 1;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final byte[] prefix;
  private BinaryEncoder encoder; // used again

  /**
   * @param prefix what stands before each record
   */
  OutgoingAvro(byte[] prefix) {
    this.prefix = prefix;
  }

  /** A result, keyed as its event. */
  Outgoing result(String topic, ResultForm form, Prediction<Event> prediction) {
    bytes.reset();
    bytes.write(prefix, 0, prefix.length);
    encoder = EncoderFactory.get().binaryEncoder(bytes, encoder);
    try {
      write(form, prediction);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return OutgoingJson.keyed(topic, prediction.event(), bytes.toByteArray());
  }

  /** Field by field, in the order of the schema. */
  private void write(ResultForm form, Prediction<Event> prediction) throws IOException {
    Event event = prediction.event();
    encoder.writeString(event.key());
    encoder.writeLong(event.time());
    encoder.writeLong(prediction.step());
    encoder.writeBoolean(prediction.warm());
    encoder.writeIndex(prediction.label().isEmpty() ? NULL : VALUE);
    if (!prediction.label().isEmpty()) {
      encoder.writeString(prediction.label());
    }
    write(prediction.outputs());
    boolean forecasts = prediction.expected().length > 0;
    write(prediction.expected());
    write(forecasts ? form.errors(prediction) : prediction.expected());
    write(forecasts ? prediction.error() : Double.NaN);
    write(forecasts ? event.values() : prediction.expected());
    write(prediction.score());
    encoder.writeString(HexFormat.of().toHexDigits(prediction.fingerprint()));
    encoder.writeString(event.origin().topic());
    encoder.writeInt(event.origin().partition());
    encoder.writeLong(event.origin().offset());
  }

  private void write(float[] values) throws IOException {
    encoder.writeArrayStart();
    encoder.setItemCount(values.length);
    for (float value : values) {
      encoder.startItem();
      encoder.writeIndex(Float.isFinite(value) ? VALUE : NULL);
      if (Float.isFinite(value)) {
        encoder.writeFloat(value);
      }
    }
    encoder.writeArrayEnd();
  }

  private void write(double value) throws IOException {
    encoder.writeIndex(Double.isFinite(value) ? VALUE : NULL);
    if (Double.isFinite(value)) {
      encoder.writeDouble(value);
    }
  }
}

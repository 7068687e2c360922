package io.flinklstm.jobs.audit;

import io.flinklstm.jobs.record.AvroResults;
import io.flinklstm.jobs.record.ResultFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;

/** Reads results in the format in which a pipeline writes them. Owned by one thread. */
interface ResultReader {

  static ResultReader of(ResultFormat format) {
    if (format instanceof ResultFormat.Json) {
      return ResultReader::json;
    }
    AvroResults records = new AvroResults(format);
    return value -> avro(records.read(value));
  }

  /**
   * Reads the value of an output record.
   *
   * @throws UncheckedIOException or {@link IllegalArgumentException} where it is no result
   */
  Result read(byte[] value);

  private static Result json(byte[] value) {
    try {
      Result result = Result.parse(value);
      if (result == null || result.key() == null || result.model() == null) {
        throw new IllegalArgumentException(
            "found a record without key or model, expected a result");
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Result avro(GenericRecord record) {
    return new Result(
        record.get("key").toString(),
        (long) record.get("time"),
        (long) record.get("step"),
        (boolean) record.get("warm"),
        record.get("label") == null ? "" : record.get("label").toString(),
        floats(record.get("values")),
        floats(record.get("outputs")),
        floats(record.get("expected")),
        floats(record.get("errors")),
        (Double) record.get("error"),
        (Double) record.get("score"),
        record.get("model").toString(),
        record.get("topic").toString(),
        (int) record.get("partition"),
        (long) record.get("offset"));
  }

  private static List<Float> floats(Object array) {
    List<Float> values = new ArrayList<>();
    ((List<?>) array).forEach(value -> values.add((Float) value));
    return values;
  }
}

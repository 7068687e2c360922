package io.flinklstm.jobs.record;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;

/** Finds out with which schema a record was written, and reads it. Owned by one thread. */
sealed interface AvroRecords {

  GenericRecord read(byte[] document) throws UnreadableException;

  /** All with one schema. */
  final class Plain implements AvroRecords {

    private final AvroReader reader;

    Plain(AvroSchema schema) {
      Schema parsed = schema.parsed();
      reader = new AvroReader(parsed, parsed);
    }

    @Override
    public GenericRecord read(byte[] document) throws UnreadableException {
      return reader.read(document, 0);
    }
  }

  /** Each behind the number of its schema. */
  final class Registered implements AvroRecords {

    static final int PREFIX = 1 + Integer.BYTES;

    /** Of schemas in one topic; more are looked up again. */
    private static final int MOST = 1_000;

    private static final long UNTIL_ASKED_AGAIN = TimeUnit.SECONDS.toNanos(30);

    private final SchemaRegistry registry;
    private final Optional<Schema> readAs;
    private final Map<Integer, AvroReader> readers = new HashMap<>();
    private final Map<Integer, Refusal> refusals = new HashMap<>();

    Registered(SchemaRegistry registry, Optional<AvroSchema> readAs) {
      this.registry = registry;
      this.readAs = readAs.map(AvroSchema::parsed);
    }

    @Override
    public GenericRecord read(byte[] document) throws UnreadableException {
      if (document.length == 0) {
        throw new UnreadableException("found no bytes, expected 0 and the number of a schema");
      }
      if (document.length < PREFIX || document[0] != 0) {
        throw new UnreadableException(
            "found first byte "
                + document[0]
                + " of "
                + document.length
                + ", expected 0 and the number of a schema");
      }
      int id = ByteBuffer.wrap(document, 1, Integer.BYTES).getInt();
      AvroReader reader = readers.get(id);
      if (reader == null) {
        reader = asked(id);
      }
      return reader.read(document, PREFIX);
    }

    /** A stranger's records must not make each wait for the registry. */
    private AvroReader asked(int id) throws UnreadableException {
      Refusal refusal = refusals.get(id);
      if (refusal != null && System.nanoTime() - refusal.at < UNTIL_ASKED_AGAIN) {
        throw new UnreadableException(refusal.why);
      }
      try {
        return reader(id);
      } catch (UnreadableException e) {
        if (refusals.size() == MOST) {
          refusals.clear();
        }
        refusals.put(id, new Refusal(System.nanoTime(), e.getMessage()));
        throw e;
      }
    }

    private record Refusal(long at, String why) {}

    private AvroReader reader(int id) throws UnreadableException {
      Schema writer = registry.schema(id);
      if (writer.getType() != Schema.Type.RECORD) {
        throw new UnreadableException(
            "schema " + id + ": found that of a " + writer.getType().getName() + ", not a record");
      }
      AvroReader reader = new AvroReader(writer, readAs.orElse(writer));
      if (readers.size() == MOST) {
        readers.clear();
      }
      readers.put(id, reader);
      return reader;
    }
  }
}

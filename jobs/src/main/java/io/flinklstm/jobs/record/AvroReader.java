package io.flinklstm.jobs.record;

import java.io.IOException;
import org.apache.flink.avro.shaded.org.apache.avro.AvroRuntimeException;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumReader;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;
import org.apache.flink.avro.shaded.org.apache.avro.io.BinaryDecoder;
import org.apache.flink.avro.shaded.org.apache.avro.io.DecoderFactory;

/** Reads records that were written with one schema. Owned by one thread. */
final class AvroReader {

  private final Schema writer;
  private final GenericDatumReader<GenericRecord> reader;
  private final AvroBounds bounds = new AvroBounds();
  private BinaryDecoder decoder; // used again

  /**
   * @param readAs by Avro's rules of resolution
   */
  AvroReader(Schema writer, Schema readAs) {
    this.writer = writer;
    this.reader =
        new GenericDatumReader<>(AvroSchema.withUtf8(writer), AvroSchema.withUtf8(readAs));
  }

  GenericRecord read(byte[] document, int from) throws UnreadableException {
    bounds.check(writer, document, from);
    decoder = DecoderFactory.get().binaryDecoder(document, from, document.length - from, decoder);
    try {
      return reader.read(null, decoder);
    } catch (AvroRuntimeException | IOException e) {
      throw new UnreadableException("does not fit the schema: " + e.getMessage());
    }
  }
}

package io.flinklstm.jobs.record;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.IteratorResultIterator;
import org.apache.flink.core.fs.Path;

/**
 * Files of events, one a line, read as if each line were a record of a topic: its origin is the
 * file's path, and the line counted from 0 as the offset. What cannot be read is a {@link
 * DeadLetter}. Blank lines and a heading are passed over. A file is read by one task, in order.
 */
public final class EventLines implements BulkFormat<Incoming, FileSourceSplit> {

  private static final long serialVersionUID = 1;
  private static final int BATCH = 256;
  private static final int BUFFER = 64 * 1024;

  private final Layout layout;

  /**
   * @param layout where in a record things are
   */
  public EventLines(Layout layout) {
    this.layout = layout;
  }

  @Override
  public Reader<Incoming> createReader(Configuration configuration, FileSourceSplit split)
      throws IOException {
    return new LineReader(split.path(), layout);
  }

  @Override
  public Reader<Incoming> restoreReader(Configuration configuration, FileSourceSplit split)
      throws IOException {
    LineReader reader = new LineReader(split.path(), layout);
    reader.skip(
        split.getReaderPosition().map(CheckpointedPosition::getRecordsAfterOffset).orElse(0L));
    return reader;
  }

  @Override
  public boolean isSplittable() {
    return false;
  }

  @Override
  public TypeInformation<Incoming> getProducedType() {
    return RecordTypes.INCOMING;
  }

  /** Reads one file from its beginning. */
  private static final class LineReader implements Reader<Incoming> {

    private final String name;
    private final InputStream in;
    private final RecordFormat format;
    private final IncomingReader records;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long read; // records given out
    private long lines;

    LineReader(Path file, Layout layout) throws IOException {
      name = file.getPath();
      in = new BufferedInputStream(file.getFileSystem().open(file), BUFFER);
      format = layout.format();
      records = new IncomingReader(layout);
    }

    void skip(long count) throws IOException {
      while (read < count && next() != null) {
        read++;
      }
    }

    @Override
    public RecordIterator<Incoming> readBatch() throws IOException {
      long before = read;
      List<Incoming> batch = new ArrayList<>(BATCH);
      Incoming next = next();
      while (next != null) {
        batch.add(next);
        next = batch.size() < BATCH ? next() : null;
      }
      read += batch.size();
      return batch.isEmpty()
          ? null
          : new IteratorResultIterator<>(batch.iterator(), CheckpointedPosition.NO_OFFSET, before);
    }

    /** The record of the next line that is not blank, or null at the end. */
    private Incoming next() throws IOException {
      while (readLine()) {
        Origin origin = new Origin(name, 0, lines++);
        byte[] bytes = line.toByteArray();
        boolean heading = origin.offset() == 0 && format.isHeading(bytes);
        if (!heading && !new String(bytes, StandardCharsets.ISO_8859_1).isBlank()) {
          return records.read(bytes, origin);
        }
      }
      return null;
    }

    /** Keeps one byte more of a line than a record may have, so that it is seen to be too long. */
    private boolean readLine() throws IOException {
      line.reset();
      int b = in.read();
      boolean found = b >= 0;
      while (b >= 0 && b != '\n') {
        if (line.size() <= Utf8Text.MAX_BYTES) {
          line.write(b);
        }
        b = in.read();
      }
      return found;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}

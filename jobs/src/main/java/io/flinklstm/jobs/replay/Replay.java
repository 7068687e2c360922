package io.flinklstm.jobs.replay;

import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.kafka.TopicFeed;
import io.flinklstm.jobs.record.Event;
import io.flinklstm.jobs.record.Incoming;
import io.flinklstm.jobs.record.IncomingReader;
import io.flinklstm.jobs.record.Layout;
import io.flinklstm.jobs.record.Origin;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the lines of a file into a topic, each a record whose key is the event's: so a key's
 * records lie in one partition, in the file's order. What the pipeline will not be able to read is
 * written too, without key: a replay shows how it is dealt with.
 */
public final class Replay {

  private final TopicFeed topic;
  private final Layout layout;
  private final IncomingReader reader;
  private final Pace pace;
  private final long begin = System.nanoTime();
  private long written;
  private long unreadable;
  private long first = Long.MIN_VALUE; // event time of the first event
  private long latest; // of the event before

  /**
   * @param layout where in a line things are
   */
  public Replay(TopicFeed topic, Layout layout, Pace pace) {
    this.topic = topic;
    this.layout = layout;
    this.reader = new IncomingReader(layout);
    this.pace = pace;
  }

  /** Writes all lines but blank ones and a heading, and returns when the broker has them. */
  public void write(Path file) {
    // Latin-1 gives every byte back as it was, whatever the file's encoding.
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      String line = lines.readLine();
      for (long number = 0; line != null; number++) {
        byte[] value = line.getBytes(StandardCharsets.ISO_8859_1);
        boolean heading = number == 0 && layout.format().isHeading(value);
        if (!heading && !line.isBlank()) {
          write(value, new Origin(file.toString(), 0, number));
        }
        line = lines.readLine();
      }
    } catch (IOException e) {
      throw new StartupException(
          file + " cannot be read (" + e + "); give the path of a file with an event a line", e);
    }
    topic.flush();
  }

  private void write(byte[] value, Origin origin) {
    Incoming record = reader.read(value, origin);
    byte[] key = null;
    if (record instanceof Event event) {
      key = event.key().getBytes(StandardCharsets.UTF_8);
      latest = event.time();
      first = first == Long.MIN_VALUE ? latest : first;
    } else {
      unreadable++;
    }
    TopicFeed.waitUntil(begin + pace.due(written, elapsed()));
    topic.send(key, value);
    written++;
  }

  /** 0 until there is an event. */
  private long elapsed() {
    return first == Long.MIN_VALUE ? 0 : Math.max(0, latest - first);
  }

  /** How many records have been written. */
  public long written() {
    return written;
  }

  /** How many of them the pipeline cannot read. */
  public long unreadable() {
    return unreadable;
  }
}

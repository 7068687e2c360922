package io.flinklstm.faults.cluster;

import io.flinklstm.faults.FaultsException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows a log, to act within a millisecond or two of a line. */
public final class LogWatch {

  public static final Pattern CHECKPOINT_COMPLETED = Pattern.compile("Completed checkpoint \\d+");

  private static final long BETWEEN_NANOS = 500_000;

  private final Path log;
  private final StringBuilder unread = new StringBuilder();
  private long at;

  private LogWatch(Path log, long at) {
    this.log = log;
    this.at = at;
  }

  static LogWatch fromEnd(Path log) {
    try {
      return new LogWatch(log, Files.exists(log) ? Files.size(log) : 0);
    } catch (IOException e) {
      throw new FaultsException("log " + log + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Returns at the first match, and leaves what is behind it for the next call. */
  public void await(Pattern pattern, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      read();
      Matcher matcher = pattern.matcher(unread.toString());
      if (matcher.find()) {
        unread.delete(0, matcher.end());
        return;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new FaultsException(
            "log " + log + ": no line with " + pattern + " within " + patience.toSeconds() + " s");
      }
      LockSupport.parkNanos(BETWEEN_NANOS);
    }
  }

  /** Waits for a match in any of several logs, and returns which. */
  public static int firstOf(List<LogWatch> logs, Pattern pattern, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() - deadline < 0) {
      for (int i = 0; i < logs.size(); i++) {
        logs.get(i).read();
        if (pattern.matcher(logs.get(i).unread).find()) {
          return i;
        }
      }
      LockSupport.parkNanos(BETWEEN_NANOS);
    }
    throw new FaultsException("no log has a line with " + pattern);
  }

  private void read() {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] more = new byte[(int) Math.min(1 << 20, Math.max(0, file.length() - at))];
      if (more.length > 0) {
        file.seek(at);
        file.readFully(more);
        at += more.length;
        unread.append(new String(more, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new FaultsException("log " + log + " cannot be read: " + e.getMessage(), e);
    }
  }
}

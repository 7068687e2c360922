package io.flinklstm.jobs.watch;

import java.util.ArrayDeque;
import java.util.Deque;

/** Results per second over the last seconds: they come in bursts, one per checkpoint. */
final class Rate {

  private static final long SPAN = 5_000_000_000L;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Deque<long[]> samples = new ArrayDeque<>(); // time in nanoseconds, total

  /** Takes the total so far and returns what came per second. */
  synchronized double sample(long now, long total) {
    samples.addLast(new long[] {now, total});
    while (samples.size() > 2 && now - samples.peekFirst()[0] > SPAN) {
      samples.removeFirst();
    }
    long[] first = samples.peekFirst();
    double seconds = (now - first[0]) / NANOS_PER_SECOND;
    return seconds == 0 ? 0 : Math.max(0, (total - first[1]) / seconds);
  }
}

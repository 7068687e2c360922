package io.flinklstm.operators;

import io.flinklstm.core.Network;
import io.flinklstm.operators.result.Rejected;
import java.util.Locale;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * The operator's numbers. The names are API: they are listed with their meaning in {@code
 * docs/operating.md}.
 */
public final class LstmMetrics {

  /** Group of all metrics below, inside the operator's own. */
  public static final String GROUP = "lstm";

  /** Counter: events that came in. */
  public static final String EVENTS = "events";

  /** Counter: predictions given out. */
  public static final String RESULTS = "results";

  /** Counters: rejected events, followed by the reason in lower case. */
  public static final String REJECTED = "rejected_";

  /** Counters: flushes of the bundle, followed by the cause in lower case. */
  public static final String FLUSHES = "flushes_";

  /** Counter: matrix products over one or more keys. */
  public static final String WAVES = "waves";

  /** Histogram: keys in a wave. */
  public static final String WAVE_SIZE = "wave_size";

  /** Histogram: nanoseconds that a wave takes, from scaling to score. */
  public static final String WAVE_NANOS = "wave_nanos";

  /** Gauge: name of the kernels in use. */
  public static final String KERNELS = "kernels";

  /** Gauge: the running model's fingerprint, 16 hexadecimal digits. */
  public static final String FINGERPRINT = "fingerprint";

  private static final int HISTOGRAM_WINDOW = 1_000;

  private final Counter events;
  private final Counter results;
  private final Counter waves;
  private final Counter[] rejected;
  private final Counter[] flushes;
  private final Histogram waveSize;
  private final Histogram waveNanos;

  LstmMetrics(MetricGroup operator, Network network) {
    MetricGroup group = operator.addGroup(GROUP);
    events = group.counter(EVENTS);
    results = group.counter(RESULTS);
    waves = group.counter(WAVES);
    rejected = counters(group, REJECTED, Rejected.Reason.values());
    flushes = counters(group, FLUSHES, FlushCause.values());
    waveSize = group.histogram(WAVE_SIZE, new DescriptiveStatisticsHistogram(HISTOGRAM_WINDOW));
    waveNanos = group.histogram(WAVE_NANOS, new DescriptiveStatisticsHistogram(HISTOGRAM_WINDOW));
    group.gauge(KERNELS, network::kernels);
    String fingerprint = String.format("%016x", network.fingerprint());
    group.gauge(FINGERPRINT, () -> fingerprint);
  }

  private static Counter[] counters(MetricGroup group, String prefix, Enum<?>[] values) {
    Counter[] counters = new Counter[values.length];
    for (Enum<?> value : values) {
      counters[value.ordinal()] = group.counter(prefix + value.name().toLowerCase(Locale.ROOT));
    }
    return counters;
  }

  void event() {
    events.inc();
  }

  void result() {
    results.inc();
  }

  void rejected(Rejected.Reason reason) {
    rejected[reason.ordinal()].inc();
  }

  void flush(FlushCause cause) {
    flushes[cause.ordinal()].inc();
  }

  void wave(int rows, long nanos) {
    waves.inc();
    waveSize.update(rows);
    waveNanos.update(nanos);
  }
}

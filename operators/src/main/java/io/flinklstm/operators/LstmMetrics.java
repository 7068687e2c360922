package io.flinklstm.operators;

import io.flinklstm.core.Network;
import io.flinklstm.operators.result.Rejected;
import java.util.Locale;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * The operator's numbers. The names are API: {@code docs/operating.md} lists them with their
 * meaning, and a test keeps the list equal to the names registered here.
 */
public final class LstmMetrics {

  /** Group of all metrics below, inside the operator's own. */
  public static final String GROUP = "lstm";

  /** Counter: events that came in. */
  public static final String EVENTS = "events";

  /** Counter: results given out. */
  public static final String RESULTS = "results";

  /** Counter: steps that gave no result, as the emission says. */
  public static final String SUPPRESSED = "suppressed";

  /** Counter: steps taken. */
  public static final String STEPS = "steps";

  /** Counter: steps skipped because a value was missing. */
  public static final String SKIPPED = "skipped";

  /** Counter: steps taken with something standing in for a missing value. */
  public static final String IMPUTED = "imputed";

  /** Counters: rejected events, followed by the reason in lower case. */
  public static final String REJECTED = "rejected_";

  /** Histogram: milliseconds that late events came after the watermark. */
  public static final String LATENESS = "lateness_millis";

  /** Counters: sequences begun anew, followed by the cause in lower case. */
  public static final String RESETS = "resets_";

  /** Counter: keys seen for the first time, or again after they had expired. */
  public static final String KEYS_CREATED = "keys_created";

  /** Counter: bytes of key states written. */
  public static final String STATE_BYTES = "state_bytes_written";

  /** Counters: flushes of the bundle, followed by the cause in lower case. */
  public static final String FLUSHES = "flushes_";

  /** Counter: matrix products over one or more keys. */
  public static final String WAVES = "waves";

  /** Histogram: keys in a wave. */
  public static final String WAVE_SIZE = "wave_size";

  /** Histogram: nanoseconds that a wave takes, from scaling to score. */
  public static final String WAVE_NANOS = "wave_nanos";

  /** Histogram: nanoseconds that the first event of a bundle waited for the flush. */
  public static final String WAIT_NANOS = "wait_nanos";

  /** Gauge: name of the kernels in use. */
  public static final String KERNELS = "kernels";

  /** Gauge: 1 while vector kernels are in use, 0 on scalar ones. */
  public static final String VECTOR = "vector";

  /** Gauge: waves in which the vector kernels gave other bits than the scalar ones. */
  public static final String KERNEL_MISMATCHES = "kernel_mismatches";

  /** Gauge: the running model's fingerprint, 16 hexadecimal digits. */
  public static final String FINGERPRINT = "fingerprint";

  /**
   * Gauge: seconds since the model was loaded. Its group is named by the fingerprint, which a
   * reporter with labels, such as Prometheus, shows as label {@code model}.
   */
  public static final String MODEL_AGE = "model_age_seconds";

  /** Name of the group, and label, that carries the fingerprint. */
  public static final String MODEL = "model";

  private static final String SCALAR = "scalar";
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int HISTOGRAM_WINDOW = 1_000;

  private final Counter events;
  private final Counter results;
  private final Counter suppressed;
  private final Counter steps;
  private final Counter skipped;
  private final Counter imputed;
  private final Counter keysCreated;
  private final Counter stateBytes;
  private final Counter waves;
  private final Counter[] rejected;
  private final Counter[] resets;
  private final Counter[] flushes;
  private final Histogram lateness;
  private final Histogram waveSize;
  private final Histogram waveNanos;
  private final Histogram waitNanos;

  LstmMetrics(MetricGroup operator, Network network) {
    this(operator, network.fingerprint(), network::kernels, network::kernelMismatches);
  }

  LstmMetrics(
      MetricGroup operator, long fingerprint, Gauge<String> kernels, Gauge<Long> mismatches) {
    MetricGroup group = operator.addGroup(GROUP);
    events = group.counter(EVENTS);
    results = group.counter(RESULTS);
    suppressed = group.counter(SUPPRESSED);
    steps = group.counter(STEPS);
    skipped = group.counter(SKIPPED);
    imputed = group.counter(IMPUTED);
    keysCreated = group.counter(KEYS_CREATED);
    stateBytes = group.counter(STATE_BYTES);
    waves = group.counter(WAVES);
    rejected = counters(group, REJECTED, Rejected.Reason.values());
    resets = counters(group, RESETS, ResetCause.values());
    flushes = counters(group, FLUSHES, FlushCause.values());
    lateness = histogram(group, LATENESS);
    waveSize = histogram(group, WAVE_SIZE);
    waveNanos = histogram(group, WAVE_NANOS);
    waitNanos = histogram(group, WAIT_NANOS);
    gauges(group, fingerprint, kernels, mismatches);
  }

  private static void gauges(
      MetricGroup group, long model, Gauge<String> kernels, Gauge<Long> mismatches) {
    group.gauge(KERNELS, kernels);
    group.gauge(VECTOR, () -> kernels.getValue().startsWith(SCALAR) ? 0 : 1);
    group.gauge(KERNEL_MISMATCHES, mismatches);
    String fingerprint = String.format("%016x", model);
    group.gauge(FINGERPRINT, () -> fingerprint);
    long loaded = System.nanoTime();
    group
        .addGroup(MODEL, fingerprint)
        .gauge(MODEL_AGE, () -> (System.nanoTime() - loaded) / NANOS_PER_SECOND);
  }

  private static Histogram histogram(MetricGroup group, String name) {
    return group.histogram(name, new DescriptiveStatisticsHistogram(HISTOGRAM_WINDOW));
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

  void suppressed() {
    suppressed.inc();
  }

  void skipped() {
    skipped.inc();
  }

  void imputed() {
    imputed.inc();
  }

  void rejected(Rejected.Reason reason) {
    rejected[reason.ordinal()].inc();
  }

  void late(long millis) {
    lateness.update(millis);
  }

  void reset(ResetCause cause) {
    resets[cause.ordinal()].inc();
  }

  void step(boolean first) {
    steps.inc();
    if (first) {
      keysCreated.inc();
    }
  }

  void stateWritten(int bytes) {
    stateBytes.inc(bytes);
  }

  void flush(FlushCause cause, long waited) {
    flushes[cause.ordinal()].inc();
    waitNanos.update(waited);
  }

  void wave(int rows, long nanos) {
    waves.inc();
    waveSize.update(rows);
    waveNanos.update(nanos);
  }
}

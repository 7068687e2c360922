package io.flinklstm.jobs.surgery;

import io.flinklstm.state.KeyState;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.util.CloseableIterator;

/** What the states of a savepoint have in common, in as much memory however many there are. */
public final class Inspection {

  private static final long SECOND = 1_000;
  private static final long HOUR = 3_600 * SECOND;
  private static final long DAY = 24 * HOUR;

  private final Quantiles steps = new Quantiles();
  private final Map<String, Long> fingerprints = new TreeMap<>();
  private final Map<String, Long> encodings = new TreeMap<>();
  private final Map<String, Long> ages = new LinkedHashMap<>();
  private long earliest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;
  private double leastNorm = Double.POSITIVE_INFINITY;
  private double mostNorm;
  private double sumOfNorms;

  private Inspection() {
    for (String age : new String[] {"1 hour", "1 day", "7 days", "30 days", "365 days"}) {
      ages.put("within " + age, 0L);
    }
    ages.put("older", 0L);
    ages.put("no time", 0L);
  }

  /** Reads all keys twice: an age is counted back from the last event of all. */
  public static Inspection of(SavepointFile savepoint) throws Exception {
    Inspection inspection = new Inspection();
    KeyProgress progress = new KeyProgress("read", System.err);
    try (CloseableIterator<Tuple2<String, KeyState>> states = savepoint.read()) {
      while (states.hasNext()) {
        inspection.add(states.next().f1);
        progress.next();
      }
    }
    progress.end();
    try (CloseableIterator<Tuple2<String, KeyState>> states = savepoint.read()) {
      while (states.hasNext()) {
        inspection.ages.merge(inspection.age(states.next().f1), 1L, Long::sum);
      }
    }
    return inspection;
  }

  private void add(KeyState state) {
    steps.add(state.steps());
    fingerprints.merge(String.format("%016x", state.fingerprint()), 1L, Long::sum);
    encodings.merge(state.encoding().name().toLowerCase(Locale.ROOT), 1L, Long::sum);
    if (state.hasEventTime()) {
      earliest = Math.min(earliest, state.lastEventTime());
      latest = Math.max(latest, state.lastEventTime());
    }
    double norm = norm(state);
    leastNorm = Math.min(leastNorm, norm);
    mostNorm = Math.max(mostNorm, norm);
    sumOfNorms += norm;
  }

  private static double norm(KeyState state) {
    double sum = 0;
    for (float value : state.recurrent()) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  private String age(KeyState state) {
    if (!state.hasEventTime()) {
      return "no time";
    }
    long age = latest - state.lastEventTime();
    if (age <= HOUR) {
      return "within 1 hour";
    } else if (age <= DAY) {
      return "within 1 day";
    } else if (age <= 7 * DAY) {
      return "within 7 days";
    } else if (age <= 30 * DAY) {
      return "within 30 days";
    }
    return age <= 365 * DAY ? "within 365 days" : "older";
  }

  /** Everything by name: numbers, and maps of numbers. */
  public Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("keys", steps.count());
    if (steps.count() == 0) {
      return report;
    }
    Map<String, Object> stepsTaken = new LinkedHashMap<>();
    stepsTaken.put("min", steps.min());
    stepsTaken.put("median", steps.median());
    stepsTaken.put("max", steps.max());
    stepsTaken.put("total", steps.total());
    report.put("steps", stepsTaken);
    if (latest != Long.MIN_VALUE) {
      report.put("lastSeen", Map.of("earliest", earliest, "latest", latest));
    }
    report.put("fingerprints", fingerprints);
    report.put("encodings", encodings);
    Map<String, Object> norms = new LinkedHashMap<>();
    norms.put("min", leastNorm);
    norms.put("mean", sumOfNorms / steps.count());
    norms.put("max", mostNorm);
    report.put("normOfHAndC", norms);
    report.put("ages", ages);
    return report;
  }
}

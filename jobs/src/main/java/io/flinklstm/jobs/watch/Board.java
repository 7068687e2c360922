package io.flinklstm.jobs.watch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Everything that came from the output topic and is still shown. Bounded: keys beyond {@link #KEYS}
 * are counted and not kept, and of the others the last points. Guarded by itself.
 */
final class Board {

  static final int KEYS = 500;
  static final int ALARMS = 300;

  private final ModelView model;
  private final Wording wording;
  private final double alarmFrom;
  private final Map<String, KeySeries> byKey = new HashMap<>();
  private final List<KeySeries> series = new ArrayList<>();
  private final Deque<Alarm> alarms = new ArrayDeque<>();
  private long results;
  private long beyond; // results of keys that are not kept
  private long unreadable;
  private long alarmCount;
  private long latest = Long.MIN_VALUE;
  private long beginning; // how often all was read from its beginning

  Board(ModelView model, Wording wording, double alarmFrom) {
    this.model = model;
    this.wording = wording;
    this.alarmFrom = alarmFrom;
  }

  /**
   * Takes a result. One that its key has passed is not shown again; of a key that is not kept every
   * result is counted and may be an alarm.
   *
   * @param explain what each feature added; called only for what is shown
   */
  synchronized void add(Observed result, Function<Observed, float[]> explain) {
    results++;
    latest = Math.max(latest, result.time());
    KeySeries of = byKey.get(result.key());
    if (of == null && series.size() == KEYS) {
      beyond++;
      raiseIfHigh(result, false);
      return;
    }
    if (of == null) {
      of = new KeySeries(series.size(), result.key(), model);
      byKey.put(result.key(), of);
      series.add(of);
    }
    if (of.isNew(result)) {
      of.add(result, model, explain.apply(result));
      raiseIfHigh(result, true);
    }
  }

  private void raiseIfHigh(Observed result, boolean shown) {
    if (!(result.score(model) >= alarmFrom)) {
      return; // nor where there is no score
    }
    alarmCount++;
    if (alarms.size() == ALARMS) {
      alarms.removeFirst();
    }
    alarms.addLast(
        new Alarm(
            alarmCount,
            result.key(),
            shown,
            result.time(),
            wording.alarm(result.key(), result, model),
            wording.note().apply(result.time())));
  }

  synchronized void unreadable() {
    unreadable++;
  }

  /** What was followed is read again from its beginning. */
  synchronized void clear() {
    beginning++;
    byKey.clear();
    series.clear();
    alarms.clear();
    results = 0;
    beyond = 0;
    unreadable = 0;
    alarmCount = 0;
    latest = Long.MIN_VALUE;
  }

  /** Gives a reader everything at once, while nothing is added. */
  synchronized void read(Consumer<View> reader) {
    reader.accept(
        new View(
            beginning, series, alarms, new Tally(results, beyond, unreadable, alarmCount, latest)));
  }

  ModelView model() {
    return model;
  }

  Wording wording() {
    return wording;
  }

  double alarmFrom() {
    return alarmFrom;
  }

  /**
   * What a reader sees; of no use once the reader has returned.
   *
   * @param beginning another number where all series are new ones
   */
  record View(long beginning, List<KeySeries> series, Deque<Alarm> alarms, Tally tally) {}

  /**
   * Sums over all results.
   *
   * @param latest event time; the smallest number where there was none
   */
  record Tally(long results, long beyond, long unreadable, long alarms, long latest) {}
}

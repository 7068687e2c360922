package io.flinklstm.operators;

import io.flinklstm.core.WindowSource;
import io.flinklstm.operators.result.WindowResult;
import io.flinklstm.operators.result.WindowResultTypeInfo;
import java.time.Duration;
import java.util.Objects;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Describes the operator over windows; made by {@link FlinkLstm#scoreWindows}, ended by {@link
 * #build}. An event with a missing value is always rejected: it is in no window.
 */
public final class WindowScoring<T, K> {

  private final KeyedStream<T, K> stream;
  private final WindowSource model;
  private FeatureExtractor<T> features;
  private EventPredicate<T> starts = EventPredicate.never();
  private EventPredicate<T> ends = EventPredicate.never();
  private LstmOptions options = LstmOptions.DEFAULT;
  private Windows windows;
  private String uid;
  private String name = "lstm windows";

  WindowScoring(KeyedStream<T, K> stream, WindowSource model) {
    this.stream = Objects.requireNonNull(stream, "stream");
    this.model = Objects.requireNonNull(model, "model");
  }

  /** Which numbers of the event the network reads. Required. */
  public WindowScoring<T, K> features(FeatureExtractor<T> extractor) {
    features = extractor;
    return this;
  }

  /** A window is the key's last events: a result after every event once there are so many. */
  public WindowScoring<T, K> last(int events) {
    return last(events, 1);
  }

  /** The same, with a result after every so-many-th event only. */
  public WindowScoring<T, K> last(int events, int every) {
    windows = new Windows.Last(events, every);
    options = options.withSequences(options.sequences().withoutLength());
    return this;
  }

  /**
   * A window is a whole sequence: a result when it has ended, at the latest when it has so many
   * events or at the end of input.
   */
  public WindowScoring<T, K> sequences(int maxLength) {
    windows = new Windows.Whole(maxLength);
    options = options.withSequences(options.sequences().withLength(maxLength));
    return this;
  }

  /** Which events begin a sequence. No window reaches beyond one. Default: none. */
  public WindowScoring<T, K> startsSequence(EventPredicate<T> predicate) {
    starts = Objects.requireNonNull(predicate, "predicate");
    return this;
  }

  /** Which events are the last of their sequence. Default: none. */
  public WindowScoring<T, K> endsSequence(EventPredicate<T> predicate) {
    ends = Objects.requireNonNull(predicate, "predicate");
    return this;
  }

  /** Ends a sequence where so much event time, 1 ms or more, has passed since. Default: never. */
  public WindowScoring<T, K> resetAfterGap(Duration gap) {
    options = options.withSequences(options.sequences().withGap(gap));
    return this;
  }

  /** Forgets a key once so much event time has passed without an event of it. Default: never. */
  public WindowScoring<T, K> expireAfter(Duration unseen) {
    options = options.withSequences(options.sequences().withExpiry(unseen));
    return this;
  }

  /**
   * For how many of the keys stepped last, per subtask, the state is also kept as an object, where
   * the state backend keeps bytes as RocksDB does: 0 for none. Such a key costs the backend one
   * read and, per checkpoint, one write. Takes heap for each: the state and about 150 bytes; and
   * all that has changed is written before a barrier, some microseconds a key. No effect on the
   * heap backend, and none on any result. Default: 10,000.
   */
  public WindowScoring<T, K> recentKeys(int keys) {
    options = options.withRecentKeys(keys);
    return this;
  }

  /** In which order a key's events are taken. Default: {@link Order#ARRIVAL}. */
  public WindowScoring<T, K> order(Order order) {
    options = options.withOrder(order);
    return this;
  }

  /** What becomes of rows gathered under another model. Default: {@link ModelChange#FAIL}. */
  public WindowScoring<T, K> onModelChange(ModelChange policy) {
    if (policy == ModelChange.REPLAY) {
      throw new IllegalArgumentException(
          "onModelChange: found REPLAY, expected FAIL, CARRY or RESET: a window always runs from its"
              + " rows, so CARRY is what replays them");
    }
    options = options.withOnModelChange(policy);
    return this;
  }

  /** Most events gathered, and most windows run side by side, 1 to 65,536. Default: 256. */
  public WindowScoring<T, K> maxWave(int events) {
    options = options.withMaxWave(events);
    return this;
  }

  /** Longest processing time an event waits for others, at least 1 ms. Default: 10 ms. */
  public WindowScoring<T, K> longestWait(Duration wait) {
    options = options.withLongestWait(wait);
    return this;
  }

  /** Under which id the keys' state is found again in checkpoints and savepoints. Required. */
  public WindowScoring<T, K> uid(String operatorUid) {
    uid = operatorUid;
    return this;
  }

  /** Name shown in the web interface and in metrics. Default: {@code lstm windows}. */
  public WindowScoring<T, K> name(String operatorName) {
    name = operatorName;
    return this;
  }

  /**
   * Adds the operator to the stream.
   *
   * @throws IllegalStateException where uid, features or the kind of window is missing
   */
  public SingleOutputStreamOperator<WindowResult<T>> build() {
    require(uid, "uid(\"...\"), the name under which state is found after a restart");
    require(features, "features((event, values) -> ...)");
    require(windows, "last(events) or sequences(maxLength)");
    WindowLstmOperatorFactory<T> factory =
        new WindowLstmOperatorFactory<>(
            model, new EventReader<>(features, starts, ends), options, windows, stream.getType());
    return stream.transform(name, new WindowResultTypeInfo<>(stream.getType()), factory).uid(uid);
  }

  private static void require(Object chosen, String call) {
    if (chosen == null) {
      throw new IllegalStateException("FlinkLstm.scoreWindows: found no call of " + call);
    }
  }
}

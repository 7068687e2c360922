package io.flinklstm.operators;

import io.flinklstm.core.NetworkSource;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.PredictionTypeInfo;
import io.flinklstm.state.StateEncoding;
import java.time.Duration;
import java.util.Objects;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Describes the operator; made by {@link FlinkLstm#score}, ended by {@link #build}. */
public final class LstmScoring<T, K> {

  private final KeyedStream<T, K> stream;
  private final NetworkSource model;
  private FeatureExtractor<T> features;
  private EventPredicate<T> starts = EventPredicate.never();
  private EventPredicate<T> ends = EventPredicate.never();
  private LstmOptions options = LstmOptions.DEFAULT;
  private String uid;
  private String name = "lstm";

  LstmScoring(KeyedStream<T, K> stream, NetworkSource model) {
    this.stream = Objects.requireNonNull(stream, "stream");
    this.model = Objects.requireNonNull(model, "model");
  }

  /** Which numbers of the event the network reads. Required. */
  public LstmScoring<T, K> features(FeatureExtractor<T> extractor) {
    features = extractor;
    return this;
  }

  /** Under which id the keys' state is found again in checkpoints and savepoints. Required. */
  public LstmScoring<T, K> uid(String operatorUid) {
    uid = operatorUid;
    return this;
  }

  /** Name shown in the web interface and in metrics. Default: {@code lstm}. */
  public LstmScoring<T, K> name(String operatorName) {
    name = operatorName;
    return this;
  }

  /** Most events gathered before they are advanced together, 1 to 65,536. Default: 256. */
  public LstmScoring<T, K> maxWave(int events) {
    options = options.withMaxWave(events);
    return this;
  }

  /**
   * Longest processing time an event waits for others while input keeps coming, at least 1 ms.
   * Default: 10 ms. When input runs idle nothing waits.
   */
  public LstmScoring<T, K> longestWait(Duration wait) {
    options = options.withLongestWait(wait);
    return this;
  }

  /**
   * For how many of the keys stepped last, per subtask, the state is also kept as an object, where
   * the state backend keeps bytes as RocksDB does: 0 for none. Such a key costs the backend one
   * read and, per checkpoint, one write. Takes heap for each: the state and about 150 bytes; and
   * all that has changed is written before a barrier, some microseconds a key. No effect on the
   * heap backend, and none on any result. Default: 10,000.
   */
  public LstmScoring<T, K> recentKeys(int keys) {
    options = options.withRecentKeys(keys);
    return this;
  }

  /** In which order a key's events are stepped. Default: {@link Order#ARRIVAL}. */
  public LstmScoring<T, K> order(Order order) {
    options = options.withOrder(order);
    return this;
  }

  /**
   * Which events begin a sequence: hidden and cell state are the initial ones before their step.
   * What the key's scaling and scorer have learned stays, and so does its count of steps. Default:
   * none.
   */
  public LstmScoring<T, K> startsSequence(EventPredicate<T> predicate) {
    starts = Objects.requireNonNull(predicate, "predicate");
    return this;
  }

  /** Which events are the last of their sequence. Default: none. */
  public LstmScoring<T, K> endsSequence(EventPredicate<T> predicate) {
    ends = Objects.requireNonNull(predicate, "predicate");
    return this;
  }

  /**
   * Begins a new sequence where at least so much event time, 1 ms or more, has passed since the
   * key's last event. Default: never.
   */
  public LstmScoring<T, K> resetAfterGap(Duration gap) {
    options = options.withSequences(options.sequences().withGap(gap));
    return this;
  }

  /** Ends every sequence after so many steps, 1 or more. Default: never. */
  public LstmScoring<T, K> resetEvery(long steps) {
    options = options.withSequences(options.sequences().withLength(steps));
    return this;
  }

  /**
   * Forgets a key, scaling and scorer and count of steps included, once so much event time, 1 ms or
   * more, has passed without an event of it. Needs watermarks; a key has at most one timer for it.
   * Default: never.
   */
  public LstmScoring<T, K> expireAfter(Duration unseen) {
    options = options.withSequences(options.sequences().withExpiry(unseen));
    return this;
  }

  /** Which steps give a result. Default: {@link Emission#everyEvent}. */
  public LstmScoring<T, K> emit(Emission emission) {
    options = options.withEmission(Objects.requireNonNull(emission, "emission"));
    return this;
  }

  /** What is done about a missing value of any field. Default: {@link MissingValue#REJECT}. */
  public LstmScoring<T, K> missing(MissingValue policy) {
    options = options.withMissing(options.missing().withOthers(policy));
    return this;
  }

  /** What is done about a missing value of one field, by its name in the model. */
  public LstmScoring<T, K> missing(String field, MissingValue policy) {
    options = options.withMissing(options.missing().with(field, policy));
    return this;
  }

  /** Steps of a sequence after which {@code Prediction.warm} is true. Default: 0, always. */
  public LstmScoring<T, K> warmUpSteps(long steps) {
    options = options.withWarmUpSteps(steps);
    return this;
  }

  /**
   * How many of a key's last rows of values are kept in its state, for {@link ModelChange#REPLAY}:
   * 12 bytes and 4 per field for each, at most {@link #mostHistory}. Default: 0.
   */
  public LstmScoring<T, K> history(int rows) {
    options = options.withHistory(rows);
    return this;
  }

  /** The most {@link #history} that a key's state can keep, for a model with so many fields. */
  public static int mostHistory(int fields) {
    return RememberedRows.most(fields);
  }

  /**
   * In how many bits a key's hidden and cell state is kept. Fewer change the results: they are
   * rounded after every step. Default: {@link StateEncoding#FLOAT32}, every bit.
   */
  public LstmScoring<T, K> stateEncoding(StateEncoding encoding) {
    options = options.withEncoding(encoding);
    return this;
  }

  /** What becomes of keys whose state another model made. Default: {@link ModelChange#FAIL}. */
  public LstmScoring<T, K> onModelChange(ModelChange policy) {
    options = options.withOnModelChange(policy);
    return this;
  }

  /**
   * Adds the operator to the stream.
   *
   * @throws IllegalStateException where {@link #uid} or {@link #features} was not called, or {@link
   *     #history} for a replay
   */
  public SingleOutputStreamOperator<Prediction<T>> build() {
    if (uid == null) {
      throw new IllegalStateException(
          "FlinkLstm.score: found no uid, expected one: the keys' state is found again by it after"
              + " a restart. Call uid(\"...\") with a name that stays the same for this operator");
    }
    if (features == null) {
      throw new IllegalStateException(
          "FlinkLstm.score: found no feature extractor, expected one. Call features((event,"
              + " values) -> ...)");
    }
    if (options.memory().onModelChange() == ModelChange.REPLAY && options.memory().history() == 0) {
      throw new IllegalStateException(
          "FlinkLstm.score: found onModelChange REPLAY and no history, expected rows to replay. Call"
              + " history(n) for the last n rows of every key");
    }
    LstmOperatorFactory<T> factory =
        new LstmOperatorFactory<>(
            model, new EventReader<>(features, starts, ends), options, stream.getType());
    return stream.transform(name, new PredictionTypeInfo<>(stream.getType()), factory).uid(uid);
  }
}

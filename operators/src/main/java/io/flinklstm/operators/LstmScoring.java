package io.flinklstm.operators;

import io.flinklstm.core.NetworkSource;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.PredictionTypeInfo;
import java.time.Duration;
import java.util.Objects;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Describes the operator; made by {@link FlinkLstm#score}, ended by {@link #build}. */
public final class LstmScoring<T, K> {

  private final KeyedStream<T, K> stream;
  private final NetworkSource model;
  private FeatureExtractor<T> features;
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

  /** Steps of a key after which {@code Prediction.warm} is true. Default: 0, always. */
  public LstmScoring<T, K> warmUpSteps(long steps) {
    options = options.withWarmUpSteps(steps);
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
   * @throws IllegalStateException where {@link #uid} or {@link #features} was not called
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
    LstmOperatorFactory<T> factory =
        new LstmOperatorFactory<>(model, features, options, FlinkLstm.rejected(stream.getType()));
    return stream.transform(name, new PredictionTypeInfo<>(stream.getType()), factory).uid(uid);
  }
}

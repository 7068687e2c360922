package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.operators.result.Prediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** Backfill: a bounded history gives the same bits in batch execution as it gives streaming. */
class BatchExecutionTest {

  private static final SmallModel MODEL = SmallModel.PLAIN;
  private static final List<Reading> HISTORY = Readings.random(9, 400, 12);

  private static final Comparator<Prediction<Reading>> BY_KEY_AND_TIME =
      Comparator.comparing((Prediction<Reading> p) -> p.event().sensor)
          .thenComparing(p -> p.event().time);

  private static List<Prediction<Reading>> run(
      RuntimeExecutionMode mode, UnaryOperator<LstmScoring<Reading, String>> options)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(1);
    env.setRuntimeMode(mode);
    KeyedStream<Reading, String> readings =
        env.fromData(LstmHarness.READINGS, HISTORY.toArray(Reading[]::new))
            .uid("readings")
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Reading>forMonotonousTimestamps()
                    .withTimestampAssigner((reading, none) -> reading.time))
            .uid("times")
            .keyBy(Reading::sensor);
    List<Prediction<Reading>> predictions = new ArrayList<>();
    options
        .apply(FlinkLstm.score(readings, MODEL).features(Reading::extract).uid("lstm").maxWave(16))
        .build()
        .executeAndCollect()
        .forEachRemaining(predictions::add);
    predictions.sort(BY_KEY_AND_TIME);
    return predictions;
  }

  @Test
  void aBackfillGivesTheBitsOfTheStream() throws Exception {
    List<Prediction<Reading>> expected = new ArrayList<>(OneAtATime.run(MODEL, HISTORY));
    expected.sort(BY_KEY_AND_TIME);
    assertThat(run(RuntimeExecutionMode.BATCH, options -> options)).isEqualTo(expected);
    assertThat(run(RuntimeExecutionMode.STREAMING, options -> options)).isEqualTo(expected);
  }

  @Test
  void sequencesEndAndKeysExpireInABackfillAsInTheStream() throws Exception {
    UnaryOperator<LstmScoring<Reading, String>> sequences =
        options ->
            options
                .order(Order.EVENT_TIME)
                .resetAfterGap(Duration.ofMillis(20))
                .expireAfter(Duration.ofMillis(60))
                .emit(Emission.sequenceEnd());
    List<Prediction<Reading>> streamed = run(RuntimeExecutionMode.STREAMING, sequences);
    assertThat(streamed).hasSizeBetween(20, HISTORY.size() - 20);
    assertThat(run(RuntimeExecutionMode.BATCH, sequences)).isEqualTo(streamed);
  }
}

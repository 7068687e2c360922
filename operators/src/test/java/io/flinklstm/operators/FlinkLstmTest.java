package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.Rejected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;

class FlinkLstmTest {

  private static final SmallModel MODEL = SmallModel.PLAIN;
  private static final Reading GOOD = new Reading("s", 1, 2, 3);

  private static KeyedStream<Reading, String> stream(Reading... readings) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(1);
    return env.fromData(LstmHarness.READINGS, readings).uid("readings").keyBy(Reading::sensor);
  }

  @Test
  void givesPredictionsAndRejectedEventsToTheUsersStreams() throws Exception {
    Reading bad = new Reading("s", 2, Float.NaN, 3);
    SingleOutputStreamOperator<Prediction<Reading>> predictions =
        FlinkLstm.score(stream(GOOD, bad, GOOD), MODEL)
            .features((reading, values) -> Reading.extract(reading, values))
            .uid("lstm")
            .build();
    CloseableIterator<Rejected<Reading>> rejected =
        predictions.getSideOutput(FlinkLstm.rejected(LstmHarness.READINGS)).collectAsync();
    List<Prediction<Reading>> found = new ArrayList<>();
    predictions.executeAndCollect().forEachRemaining(found::add);
    assertThat(found).isEqualTo(OneAtATime.run(MODEL, List.of(GOOD, GOOD)));
    assertThat(rejected).toIterable().extracting(Rejected::event).containsExactly(bad);
  }

  @Test
  void refusesToBuildWithoutUid() {
    assertThatThrownBy(() -> FlinkLstm.score(stream(GOOD), MODEL).features((r, v) -> {}).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("found no uid")
        .hasMessageContaining("Call uid(");
  }

  @Test
  void refusesToBuildWithoutFeatures() {
    assertThatThrownBy(() -> FlinkLstm.score(stream(GOOD), MODEL).uid("lstm").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("found no feature extractor");
  }

  @Test
  void refusesOptionsOutOfRangeNamingThem() {
    LstmScoring<Reading, String> scoring = FlinkLstm.score(stream(GOOD), MODEL);
    assertThatThrownBy(() -> scoring.maxWave(0))
        .hasMessage("maxWave: found 0, expected 1 to 65536");
    assertThatThrownBy(() -> scoring.longestWait(Duration.ZERO))
        .hasMessage("longestWait: found PT0S, expected at least 1 ms");
    assertThatThrownBy(() -> scoring.warmUpSteps(-1))
        .hasMessage("warmUpSteps: found -1, expected 0 or more");
    assertThatThrownBy(() -> scoring.history(-1))
        .hasMessage("history: found -1, expected 0 or more");
  }

  @Test
  void refusesToReplayWithoutRows() {
    LstmScoring<Reading, String> scoring =
        FlinkLstm.score(stream(GOOD), MODEL)
            .features((r, v) -> {})
            .uid("lstm")
            .onModelChange(ModelChange.REPLAY);
    assertThatThrownBy(scoring::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Call history(n)");
    scoring.history(1).build();
    assertThatThrownBy(
            () ->
                FlinkLstm.scoreWindows(stream(GOOD), () -> null).onModelChange(ModelChange.REPLAY))
        .hasMessageContaining("CARRY is what replays them");
  }

  @Test
  void anArrayOfAnotherWidthIsNotReadAtAll() {
    FeatureExtractor<float[]> extractor = FeatureExtractor.ofArray(array -> array);
    assertThatThrownBy(() -> extractor.extract(new float[3], new float[2]))
        .isInstanceOf(WrongWidthException.class)
        .hasMessage("found 3 values, expected 2");
  }
}

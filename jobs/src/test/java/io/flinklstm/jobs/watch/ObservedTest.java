package io.flinklstm.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.record.Event;
import io.flinklstm.jobs.record.Origin;
import io.flinklstm.jobs.record.ResultForm;
import io.flinklstm.jobs.record.ResultFormat;
import io.flinklstm.jobs.record.ResultWriter;
import io.flinklstm.operators.result.Prediction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.functions.OpenContext;
import org.junit.jupiter.api.Test;

class ObservedTest {

  private static final Event EVENT =
      new Event("Clark/Lake", 1_296_604_800_000L, new float[] {3_860}, new Origin("in", 2, 41));
  private static final Prediction<Event> FIRST =
      new Prediction<>(
          EVENT,
          7,
          3,
          true,
          new float[] {18_900.5f},
          "",
          new float[] {Float.NaN}, // nothing was foretold for the first event
          Double.NaN,
          0.75,
          0xfedcL);

  private static byte[] written(ResultFormat format) {
    ResultForm form = new ResultForm(DemoModel.source().bundle().description());
    ResultWriter writer = new ResultWriter("out", form, format);
    writer.open(new OpenContext() {});
    return writer.map(FIRST).value();
  }

  private static Observed observed(ResultFormat format) throws IOException {
    return Observed.reader(format).read(written(format));
  }

  @Test
  void aResultIsTheSameInAvroAndInJson() throws IOException {
    Observed observed = observed(new ResultFormat.Json());
    assertThat(observed.values()).containsExactly(3_860);
    assertThat(observed.outputs()).containsExactly(18_900.5f);
    assertThat(observed.expected()).containsExactly(Float.NaN);
    assertThat(observed.error()).isNaN();
    assertThat(observed.score()).isEqualTo(0.75);
    assertThat(observed(new ResultFormat.Avro()))
        .usingRecursiveComparison()
        .withComparatorForType(Double::compare, Double.class)
        .withComparatorForType(Float::compare, Float.class)
        .isEqualTo(observed);
  }

  @Test
  void bytesThatAreNoResultAreSaidToBeNone() {
    for (ResultFormat format :
        new ResultFormat[] {new ResultFormat.Json(), new ResultFormat.Avro()}) {
      assertThatThrownBy(() -> Observed.reader(format).read(new byte[] {'{', '}'}))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatShouldBeAnArrayAndIsNoneHasNoNumbers() throws IOException {
    byte[] foreign =
        "{\"key\":\"a\",\"step\":1,\"values\":{\"x\":1},\"forecast\":2}"
            .getBytes(StandardCharsets.UTF_8);
    Observed observed = Observed.reader(new ResultFormat.Json()).read(foreign);
    assertThat(observed.values()).isEmpty();
    assertThat(observed.outputs()).isEmpty();
  }
}

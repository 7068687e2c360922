package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.core.Network;
import io.flinklstm.operators.result.Rejected;
import io.flinklstm.operators.result.Rejected.Reason;
import org.junit.jupiter.api.Test;

class IntakeTest {

  private static Rejected<float[]> read(FeatureExtractor<float[]> extractor, float... event) {
    Network network = SmallModel.PLAIN.load();
    Imputation imputation = new Imputation(network, MissingValues.REJECTED);
    return new Intake<>(network.description(), Order.ARRIVAL, EventReader.of(extractor), imputation)
        .read(event, true, new Bundle(1, SmallModel.FIELDS));
  }

  @Test
  void acceptsAnEventWithAllItsValues() {
    assertThat(read(FeatureExtractor.ofArray(e -> e), 1, 2)).isNull();
  }

  @Test
  void rejectsAnEventOfAnotherWidth() {
    Rejected<float[]> rejected = read(FeatureExtractor.ofArray(e -> e), 1, 2, 3);
    assertThat(rejected.reason()).isEqualTo(Reason.WRONG_WIDTH);
    assertThat(rejected.text()).isEqualTo("found 3 values, expected 2");
  }

  @Test
  void rejectsAnEventThatTheExtractorFailsOn() {
    Rejected<float[]> rejected = read((event, values) -> values[0] = event[0]);
    assertThat(rejected.reason()).isEqualTo(Reason.NOT_EXTRACTED);
    assertThat(rejected.text()).contains("ArrayIndexOutOfBoundsException");
  }

  @Test
  void aValueThatTheExtractorDoesNotWriteIsMissing() {
    Rejected<float[]> rejected = read((event, values) -> values[0] = event[0], 1);
    assertThat(rejected.reason()).isEqualTo(Reason.NON_FINITE_VALUE);
    assertThat(rejected.text()).isEqualTo("b: found NaN, expected a finite value");
  }
}

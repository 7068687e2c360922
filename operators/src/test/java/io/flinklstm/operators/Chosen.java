package io.flinklstm.operators;

import io.flinklstm.core.Network;
import io.flinklstm.core.NetworkSource;
import io.flinklstm.core.Task;
import io.flinklstm.state.StateEncoding;
import java.time.Duration;
import java.util.SplittableRandom;

/** A model and a random combination of options that it allows. */
record Chosen(Network network, LstmOptions options) {

  /** Of small {@code b}, the first begin a sequence and the next end one. */
  static final EventReader<Reading> READER =
      new EventReader<>(Chosen::extract, r -> r.b < 0.05f, r -> r.b >= 0.05f && r.b < 0.1f);

  /** Value of {@code a} of which the extractor throws. */
  static final float UNREADABLE = 99;

  private static final StateEncoding[] ENCODINGS = StateEncoding.values();

  private static final Network[] MODELS = {
    SmallModel.PLAIN.load(),
    SmallReader.CLASSIFIER.load(),
    SmallReader.NUMBERS.load(),
    SmallReader.ELAPSED.load()
  };

  NetworkSource model() {
    return () -> network;
  }

  private static void extract(Reading reading, float[] values) {
    if (reading.a == UNREADABLE) {
      throw new IllegalStateException("unreadable");
    }
    Reading.extract(reading, values);
  }

  static Chosen random(SplittableRandom random) {
    Network model = MODELS[random.nextInt(MODELS.length)];
    LstmOptions options =
        LstmOptions.DEFAULT
            .withMaxWave(1 + random.nextInt(random.nextBoolean() ? 8 : 512))
            .withLongestWait(Duration.ofMillis(1 + random.nextInt(20)))
            .withWarmUpSteps(random.nextInt(4))
            .withRecentKeys(random.nextInt(5))
            .withOrder(random.nextBoolean() ? Order.ARRIVAL : Order.EVENT_TIME)
            .withSequences(sequences(random))
            .withEmission(emission(random, model))
            .withMissing(
                MissingValues.REJECTED
                    .withOthers(policy(random, model))
                    .with("a", policy(random, model)))
            .withEncoding(ENCODINGS[random.nextInt(ENCODINGS.length)])
            .withHistory(random.nextInt(3) == 0 ? 1 + random.nextInt(9) : 0);
    return new Chosen(model, options);
  }

  private static Sequences sequences(SplittableRandom random) {
    Sequences sequences = Sequences.ENDLESS;
    if (random.nextBoolean()) {
      sequences = sequences.withGap(Duration.ofMillis(1 + random.nextInt(80)));
    }
    if (random.nextInt(3) == 0) {
      sequences = sequences.withLength(1 + random.nextInt(6));
    }
    if (random.nextBoolean()) {
      sequences = sequences.withExpiry(Duration.ofMillis(1 + random.nextInt(150)));
    }
    return sequences;
  }

  private static Emission emission(SplittableRandom random, Network model) {
    return switch (random.nextInt(5)) {
      case 0 -> Emission.everyEvent();
      case 1 -> Emission.everyNth(1 + random.nextInt(4));
      case 2 ->
          model.description().task() == Task.CLASSIFY
              ? Emission.labelChange()
              : Emission.scoreFrom(random.nextDouble() / 2);
      default -> Emission.sequenceEnd();
    };
  }

  private static MissingValue policy(SplittableRandom random, Network model) {
    MissingValue policy = MissingValue.values()[random.nextInt(MissingValue.values().length)];
    return policy == MissingValue.FORECAST && model.description().task() != Task.ANOMALY
        ? MissingValue.LAST_VALUE
        : policy;
  }
}

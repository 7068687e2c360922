package io.flinklstm.operators;

import java.io.Serializable;
import java.time.Duration;

/**
 * What can be chosen about the operator.
 *
 * @param waves how events are gathered
 * @param warmUpSteps steps of a sequence after which its results count as warm; 0 for all
 * @param onModelChange what becomes of the state of another model
 * @param order in which a key's events are stepped
 * @param missing what is done about missing values
 * @param sequences where sequences begin and end
 * @param emission which steps give a result
 * @param recentKeys whose states are kept as objects where the backend keeps bytes, 0 or more
 */
record LstmOptions(
    Waves waves,
    long warmUpSteps,
    ModelChange onModelChange,
    Order order,
    MissingValues missing,
    Sequences sequences,
    Emission emission,
    int recentKeys)
    implements Serializable {

  static final LstmOptions DEFAULT =
      new LstmOptions(
          new Waves(256, Duration.ofMillis(10)),
          0,
          ModelChange.FAIL,
          Order.ARRIVAL,
          MissingValues.REJECTED,
          Sequences.ENDLESS,
          Emission.everyEvent(),
          10_000);

  LstmOptions {
    if (warmUpSteps < 0) {
      throw new IllegalArgumentException(
          "warmUpSteps: found " + warmUpSteps + ", expected 0 or more");
    }
    if (recentKeys < 0) {
      throw new IllegalArgumentException(
          "recentKeys: found " + recentKeys + ", expected 0 or more");
    }
  }

  /**
   * How events are gathered.
   *
   * @param most events gathered before they are advanced together, 1 to 65,536
   * @param longestWait longest time an event waits for others, at least 1 ms
   */
  record Waves(int most, Duration longestWait) implements Serializable {
    Waves {
      if (most < 1 || most > 65_536) {
        throw new IllegalArgumentException("maxWave: found " + most + ", expected 1 to 65536");
      }
      if (longestWait.toMillis() < 1) {
        throw new IllegalArgumentException(
            "longestWait: found " + longestWait + ", expected at least 1 ms");
      }
    }
  }

  LstmOptions withMaxWave(int events) {
    return with(new Waves(events, waves.longestWait));
  }

  LstmOptions withLongestWait(Duration wait) {
    return with(new Waves(waves.most, wait));
  }

  private LstmOptions with(Waves changed) {
    return new LstmOptions(
        changed, warmUpSteps, onModelChange, order, missing, sequences, emission, recentKeys);
  }

  LstmOptions withWarmUpSteps(long steps) {
    return new LstmOptions(
        waves, steps, onModelChange, order, missing, sequences, emission, recentKeys);
  }

  LstmOptions withOnModelChange(ModelChange policy) {
    return new LstmOptions(
        waves, warmUpSteps, policy, order, missing, sequences, emission, recentKeys);
  }

  LstmOptions withOrder(Order chosen) {
    return new LstmOptions(
        waves, warmUpSteps, onModelChange, chosen, missing, sequences, emission, recentKeys);
  }

  LstmOptions withMissing(MissingValues chosen) {
    return new LstmOptions(
        waves, warmUpSteps, onModelChange, order, chosen, sequences, emission, recentKeys);
  }

  LstmOptions withSequences(Sequences chosen) {
    return new LstmOptions(
        waves, warmUpSteps, onModelChange, order, missing, chosen, emission, recentKeys);
  }

  LstmOptions withEmission(Emission chosen) {
    return new LstmOptions(
        waves, warmUpSteps, onModelChange, order, missing, sequences, chosen, recentKeys);
  }

  LstmOptions withRecentKeys(int keys) {
    return new LstmOptions(
        waves, warmUpSteps, onModelChange, order, missing, sequences, emission, keys);
  }
}

package io.flinklstm.operators;

import io.flinklstm.state.StateEncoding;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * What can be chosen about the operator.
 *
 * @param waves how events are gathered
 * @param warmUpSteps steps of a sequence after which its results count as warm; 0 for all
 * @param memory what is remembered of a key, and how
 * @param order in which a key's events are stepped
 * @param missing what is done about missing values
 * @param sequences where sequences begin and end
 * @param emission which steps give a result
 */
record LstmOptions(
    Waves waves,
    long warmUpSteps,
    Memory memory,
    Order order,
    MissingValues missing,
    Sequences sequences,
    Emission emission)
    implements Serializable {

  static final LstmOptions DEFAULT =
      new LstmOptions(
          new Waves(256, Duration.ofMillis(10)),
          0,
          new Memory(StateEncoding.FLOAT32, 10_000, 0, ModelChange.FAIL),
          Order.ARRIVAL,
          MissingValues.REJECTED,
          Sequences.ENDLESS,
          Emission.everyEvent());

  LstmOptions {
    Objects.requireNonNull(order, "order");
    if (warmUpSteps < 0) {
      throw new IllegalArgumentException(
          "warmUpSteps: found " + warmUpSteps + ", expected 0 or more");
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

  /**
   * What is remembered of a key.
   *
   * @param encoding in how many bits hidden and cell state are kept
   * @param recentKeys whose states are kept as objects where the backend keeps bytes
   * @param history the last rows that are kept for a replay; 0 for none
   * @param onModelChange what becomes of the state of another model
   */
  record Memory(StateEncoding encoding, int recentKeys, int history, ModelChange onModelChange)
      implements Serializable {
    Memory {
      Objects.requireNonNull(encoding, "stateEncoding");
      Objects.requireNonNull(onModelChange, "onModelChange");
      if (recentKeys < 0) {
        throw new IllegalArgumentException(
            "recentKeys: found " + recentKeys + ", expected 0 or more");
      }
      if (history < 0) {
        throw new IllegalArgumentException("history: found " + history + ", expected 0 or more");
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
    return new LstmOptions(changed, warmUpSteps, memory, order, missing, sequences, emission);
  }

  LstmOptions withWarmUpSteps(long steps) {
    return new LstmOptions(waves, steps, memory, order, missing, sequences, emission);
  }

  LstmOptions withEncoding(StateEncoding chosen) {
    return with(new Memory(chosen, memory.recentKeys, memory.history, memory.onModelChange));
  }

  LstmOptions withHistory(int rows) {
    return with(new Memory(memory.encoding, memory.recentKeys, rows, memory.onModelChange));
  }

  LstmOptions withRecentKeys(int keys) {
    return with(new Memory(memory.encoding, keys, memory.history, memory.onModelChange));
  }

  LstmOptions withOnModelChange(ModelChange policy) {
    return with(new Memory(memory.encoding, memory.recentKeys, memory.history, policy));
  }

  private LstmOptions with(Memory changed) {
    return new LstmOptions(waves, warmUpSteps, changed, order, missing, sequences, emission);
  }

  LstmOptions withOrder(Order chosen) {
    return new LstmOptions(waves, warmUpSteps, memory, chosen, missing, sequences, emission);
  }

  LstmOptions withMissing(MissingValues chosen) {
    return new LstmOptions(waves, warmUpSteps, memory, order, chosen, sequences, emission);
  }

  LstmOptions withSequences(Sequences chosen) {
    return new LstmOptions(waves, warmUpSteps, memory, order, missing, chosen, emission);
  }

  LstmOptions withEmission(Emission chosen) {
    return new LstmOptions(waves, warmUpSteps, memory, order, missing, sequences, chosen);
  }
}

package io.flinklstm.operators;

import java.io.Serializable;
import java.time.Duration;

/**
 * What can be chosen about the operator.
 *
 * @param maxWave most events gathered before they are advanced together, 1 to 65,536
 * @param longestWait longest time an event waits for others, at least 1 ms
 * @param warmUpSteps steps of a key after which its results count as warm; 0 for all
 * @param onModelChange what becomes of the state of another model
 */
record LstmOptions(int maxWave, Duration longestWait, long warmUpSteps, ModelChange onModelChange)
    implements Serializable {

  static final LstmOptions DEFAULT =
      new LstmOptions(256, Duration.ofMillis(10), 0, ModelChange.FAIL);

  LstmOptions {
    if (maxWave < 1 || maxWave > 65_536) {
      throw new IllegalArgumentException("maxWave: found " + maxWave + ", expected 1 to 65536");
    }
    if (longestWait.toMillis() < 1) {
      throw new IllegalArgumentException(
          "longestWait: found " + longestWait + ", expected at least 1 ms");
    }
    if (warmUpSteps < 0) {
      throw new IllegalArgumentException(
          "warmUpSteps: found " + warmUpSteps + ", expected 0 or more");
    }
  }

  LstmOptions withMaxWave(int events) {
    return new LstmOptions(events, longestWait, warmUpSteps, onModelChange);
  }

  LstmOptions withLongestWait(Duration wait) {
    return new LstmOptions(maxWave, wait, warmUpSteps, onModelChange);
  }

  LstmOptions withWarmUpSteps(long steps) {
    return new LstmOptions(maxWave, longestWait, steps, onModelChange);
  }

  LstmOptions withOnModelChange(ModelChange policy) {
    return new LstmOptions(maxWave, longestWait, warmUpSteps, policy);
  }
}

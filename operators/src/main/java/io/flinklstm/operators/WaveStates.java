package io.flinklstm.operators;

import io.flinklstm.operators.result.Prediction;
import java.io.IOException;

/** Where the engine of waves keeps what is remembered of a key. */
interface WaveStates<T> extends KeyStates {

  /** The result that waits for the end of the key's sequence, or null. */
  Prediction<T> held(Object key) throws IOException;

  /** Keeps a result for the end of the key's sequence; null for none any more. */
  void hold(Object key, Prediction<T> prediction) throws IOException;
}

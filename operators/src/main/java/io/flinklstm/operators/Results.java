package io.flinklstm.operators;

import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.Rejected;

/** Where the engine puts what comes out. A time is given where the event had one. */
interface Results<T> {

  void predicted(Prediction<T> prediction, boolean timed, long time);

  void rejected(Rejected<T> rejected, boolean timed, long time);
}

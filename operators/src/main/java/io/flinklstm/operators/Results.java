package io.flinklstm.operators;

import io.flinklstm.operators.result.Rejected;

/** Where an engine puts what comes out. A time is given where the event had one. */
interface Results<T, R> {

  void result(R result, boolean timed, long time);

  void rejected(Rejected<T> rejected, boolean timed, long time);
}

package io.flinklstm.operators;

import io.flinklstm.operators.result.Rejected;
import io.flinklstm.operators.result.WindowResult;

/** Where the engine of windows puts what comes out. A time is given where the event had one. */
interface WindowResults<T> {

  void scored(WindowResult<T> result, boolean timed, long time);

  void rejected(Rejected<T> rejected, boolean timed, long time);
}

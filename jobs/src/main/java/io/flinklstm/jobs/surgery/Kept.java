package io.flinklstm.jobs.surgery;

import io.flinklstm.state.KeyState;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;
import org.apache.flink.api.java.tuple.Tuple2;

/** Lets all keys but the selected ones pass, and counts both on the standard error output. */
final class Kept extends RichFilterFunction<Tuple2<String, KeyState>> {

  private static final long serialVersionUID = 1;

  private final KeySelection removed;
  private transient KeyProgress progress;
  private transient long dropped;

  Kept(KeySelection removed) {
    this.removed = removed;
  }

  @Override
  public void open(OpenContext context) {
    progress = new KeyProgress("read", System.err);
  }

  @Override
  public boolean filter(Tuple2<String, KeyState> keyed) {
    progress.next();
    boolean drop = removed.contains(keyed.f0);
    dropped += drop ? 1 : 0;
    return !drop;
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.end();
      System.err.printf("%,d of them reset%n", dropped);
      progress = null;
    }
  }
}

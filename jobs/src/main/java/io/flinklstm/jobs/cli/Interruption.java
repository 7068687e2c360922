package io.flinklstm.jobs.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Something else than to end at once, where the process is told to end (SIGINT, SIGTERM) while this
 * is open. Told once more, it ends at once.
 *
 * <p>No shutdown hook can do this: Flink's own run beside it and take away what a last checkpoint
 * needs.
 */
final class Interruption implements AutoCloseable {

  private final Runnable instead;
  private final Map<Signal, SignalHandler> before = new HashMap<>();
  private boolean happened;

  private Interruption(Runnable instead) {
    this.instead = instead;
  }

  /**
   * Begins to listen.
   *
   * @param instead returns soon; called once, by a thread of the JVM's
   */
  static Interruption to(Runnable instead) {
    Interruption interruption = new Interruption(instead);
    interruption.listen();
    return interruption;
  }

  private synchronized void listen() {
    for (String name : List.of("INT", "TERM")) {
      Signal signal = new Signal(name);
      before.put(signal, Signal.handle(signal, told -> happen()));
    }
  }

  private void happen() {
    synchronized (this) {
      happened = true;
      close();
    }
    instead.run();
  }

  synchronized boolean happened() {
    return happened;
  }

  @Override
  public synchronized void close() {
    before.forEach(Signal::handle);
    before.clear();
  }
}

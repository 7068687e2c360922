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

  private static final long ONCE = 1_000_000_000L; // programs such as timeout tell twice at once

  private final Runnable instead;
  private final Map<Signal, SignalHandler> before = new HashMap<>();
  private boolean happened;
  private long when;

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
      try {
        before.put(signal, Signal.handle(signal, this::tell));
      } catch (IllegalArgumentException e) {
        continue; // the JVM was told to leave it alone (-Xrs)
      }
    }
  }

  private void tell(Signal signal) {
    synchronized (this) {
      if (happened) {
        if (System.nanoTime() - when > ONCE) {
          close();
          Signal.raise(signal);
        }
        return;
      }
      happened = true;
      when = System.nanoTime();
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

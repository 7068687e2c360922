package io.flinklstm.benchmarks.operator;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Where the benchmark meets one running job, in the same JVM: hands it its turns, and is told by
 * the operator's thread of the first event and the last result.
 */
final class Lane {

  private static final Map<String, Lane> LANES = new ConcurrentHashMap<>();

  private final BlockingQueue<Turn> turns = new LinkedBlockingQueue<>();
  private volatile Turn current;
  private Turn measured; // by the operator's thread
  private int left; // results of it
  private double sum;

  /** The lane of this name. */
  static Lane of(String name) {
    return LANES.computeIfAbsent(name, unknown -> new Lane());
  }

  static void forget(String name) {
    LANES.remove(name);
  }

  /** By the benchmark: runs one turn to its end. */
  Spent run(Turn turn) {
    current = turn;
    turns.add(turn);
    return turn.result();
  }

  /** The sum of all results so far, to see that the contenders compute the same. */
  double sum() {
    return sum;
  }

  /** By the source: waits for its next turn. */
  Turn next() throws InterruptedException {
    return turns.take();
  }

  /** By the operator's thread, for every event as it comes in. */
  void arrived(Event event) {
    if (event.first) {
      measured = current;
      left = measured.events;
      measured.begin();
    }
    if (event.timed) {
      event.arrived = System.nanoTime();
    }
  }

  /** By the operator's thread, for every result. */
  void left(Event event, float[] outputs) {
    sum += outputs[0];
    if (event.timed) {
      measured.latencies.add(System.nanoTime() - event.arrived);
    }
    if (--left == 0) {
      measured.end();
    }
  }
}

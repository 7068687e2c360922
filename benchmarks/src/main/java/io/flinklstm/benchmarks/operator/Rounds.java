package io.flinklstm.benchmarks.operator;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;

/**
 * Measures one scene: starts all contenders' jobs, gives every key a state, then lets them take
 * turns, so that a change of the machine's mood meets all of them.
 *
 * @param warmUp turns of each before those that count
 * @param counted turns of each that count
 */
record Rounds(int warmUp, int counted) {

  private static final int EVENTS = 180_000; // must fit into the buffers
  private static final int EVENTS_OF_THE_SLOW = 40_000; // about as long a turn
  private static final int EVENTS_AT_A_QUARTER = 30_000;
  private static final int QUARTER = 4;
  private static final double AGREEMENT = 1e-3;

  Row run(Cluster cluster, Scene scene, List<Entrant> entrants) throws Exception {
    Map<Entrant, Lane> lanes = new EnumMap<>(Entrant.class);
    Map<Entrant, JobID> jobs = new EnumMap<>(Entrant.class);
    for (Entrant entrant : entrants) {
      lanes.put(entrant, Lane.of(entrant.name()));
      jobs.put(entrant, cluster.start(entrant, scene, entrant.name()));
    }
    lanes.values().forEach(lane -> fill(lane, scene.keys()));
    agree(lanes);
    Row row = new Row(scene);
    for (int round = 0; round < warmUp + counted; round++) {
      for (Entrant entrant : entrants) {
        Turn turn = new Turn(events(entrant, scene), scene.draw(round), 0);
        Spent spent = lanes.get(entrant).run(turn);
        if (round >= warmUp) {
          row.add(entrant, turn, spent);
        }
      }
    }
    quarter(lanes.get(Entrant.OWN), row);
    for (Entrant entrant : entrants) {
      cluster.stop(jobs.get(entrant));
      Lane.forget(entrant.name());
    }
    return row;
  }

  private static int events(Entrant entrant, Scene scene) {
    return entrant == Entrant.ENGINE || scene.rocksdb() ? EVENTS_OF_THE_SLOW : EVENTS;
  }

  private static void fill(Lane lane, int keys) {
    Keys each = Keys.each(keys);
    for (int left = keys; left > 0; left -= EVENTS) {
      lane.run(new Turn(Math.min(left, EVENTS), each, 0));
    }
  }

  /** The engine has stepped every key as we did, so it must have come to the same. */
  private static void agree(Map<Entrant, Lane> lanes) {
    double own = lanes.get(Entrant.OWN).sum();
    Lane engine = lanes.get(Entrant.ENGINE);
    if (engine != null && !(Math.abs(engine.sum() - own) <= AGREEMENT * Math.abs(own))) {
      throw new IllegalStateException(
          "the engine's results sum up to " + engine.sum() + ", expected ours, " + own);
    }
  }

  /** Latency while events come at a quarter of the rate that saturates. */
  private static void quarter(Lane own, Row row) {
    long gap = (long) (QUARTER * row.wallNanos(Entrant.OWN));
    for (int i = 0; i < 2; i++) {
      Turn turn = new Turn(EVENTS_AT_A_QUARTER, row.scene().draw(i), gap);
      own.run(turn);
      row.quarter(turn.latencies.micros(0.5), turn.latencies.micros(0.99));
    }
  }
}

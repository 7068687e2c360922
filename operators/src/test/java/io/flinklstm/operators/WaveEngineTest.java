package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.core.Network;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.Rejected;
import io.flinklstm.state.KeyState;
import io.flinklstm.state.KeyStateCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.junit.jupiter.api.Test;

/**
 * Random schedules: keys, wave sizes, flushes, barriers and crashes at any point. Whatever they
 * were, the results are those of stepping every event on its own, in the order of arrival.
 *
 * <p>{@code -Dschedules=1000000} runs more of them.
 */
class WaveEngineTest {

  private static final int SCHEDULES = Integer.getInteger("schedules", 10_000);
  private static final SmallModel MODEL = SmallModel.PLAIN;
  private static final Network NETWORK = MODEL.load();

  @Test
  void noScheduleChangesABitOfTheOutput() throws IOException {
    for (int seed = 0; seed < SCHEDULES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Reading> readings =
          Readings.random(seed, 1 + random.nextInt(80), 1 + random.nextInt(12));
      List<Prediction<Reading>> found = new Schedule(random).run(readings);
      assertThat(found).as("schedule %d", seed).isEqualTo(OneAtATime.run(MODEL, readings));
    }
  }

  /** A backend that keeps bytes. */
  private static final class Stored implements ValueState<KeyState>, KeyContext {

    private final Map<Object, byte[]> bytes = new HashMap<>();
    private Object current;

    @Override
    public void setCurrentKey(Object key) {
      current = key;
    }

    @Override
    public Object getCurrentKey() {
      return current;
    }

    @Override
    public KeyState value() throws IOException {
      return bytes.containsKey(current) ? KeyStateCodec.fromBytes(bytes.get(current)) : null;
    }

    @Override
    public void update(KeyState state) {
      bytes.put(current, KeyStateCodec.toBytes(state));
    }

    @Override
    public void clear() {
      bytes.remove(current);
    }
  }

  /** One run of the engine over a store of states, with a snapshot to fall back to. */
  private static final class Schedule
      implements WaveStates<Reading>, Results<Reading, Prediction<Reading>> {

    private final SplittableRandom random;
    private final int maxWave;
    private final boolean bytes; // a backend that keeps bytes, else one that keeps objects
    private final int recentKeys;
    private final Stored stored = new Stored();
    private final Map<Object, KeyState> live = new HashMap<>();
    private final List<Prediction<Reading>> output = new ArrayList<>();
    private WaveEngine<Reading> engine;
    private RecentStates recent;

    private Map<Object, byte[]> snapshot = Map.of();
    private int snapshotInput;
    private int snapshotOutput;
    private int crashes;

    Schedule(SplittableRandom random) {
      this.random = random;
      this.maxWave = 1 + random.nextInt(random.nextBoolean() ? 8 : 512);
      this.bytes = random.nextBoolean();
      this.recentKeys = random.nextInt(8);
      start();
    }

    private void start() {
      LstmOptions options = LstmOptions.DEFAULT.withMaxWave(maxWave);
      LstmMetrics metrics = new LstmMetrics(new UnregisteredMetricsGroup(), NETWORK);
      recent = new RecentStates(stored, stored, recentKeys, metrics);
      engine =
          new WaveEngine<>(NETWORK, EventReader.of(Reading::extract), options, this, this, metrics);
    }

    List<Prediction<Reading>> run(List<Reading> readings) throws IOException {
      int next = 0;
      while (next < readings.size()) {
        int action = random.nextInt(20);
        if (action == 0) {
          engine.flush();
        } else if (action == 1) {
          barrier(next);
        } else if (action == 2 && crashes < 5) {
          next = crash();
        } else {
          Reading reading = readings.get(next++);
          engine.add(reading.sensor, reading, true, reading.time);
          if (engine.isFull()) {
            engine.flush();
          }
        }
      }
      engine.flush();
      return output;
    }

    private void barrier(int next) throws IOException {
      engine.flush();
      engine.save();
      snapshot = new HashMap<>(stored.bytes);
      if (!bytes) {
        live.forEach((key, state) -> snapshot.put(key, KeyStateCodec.toBytes(state)));
      }
      snapshotInput = next;
      snapshotOutput = output.size();
    }

    private int crash() throws IOException {
      crashes++;
      stored.bytes.clear();
      live.clear();
      for (Map.Entry<Object, byte[]> entry : snapshot.entrySet()) {
        stored.bytes.put(entry.getKey(), entry.getValue());
        live.put(entry.getKey(), KeyStateCodec.fromBytes(entry.getValue()));
      }
      output.subList(snapshotOutput, output.size()).clear();
      start();
      return snapshotInput;
    }

    @Override
    public KeyState read(Object key) throws IOException {
      return bytes ? recent.read(key) : live.get(key);
    }

    @Override
    public void write(Object key, KeyState state, boolean setTimer) throws IOException {
      if (bytes) {
        recent.write(key, state);
      } else {
        live.put(key, state);
      }
    }

    @Override
    public void save() throws IOException {
      recent.save();
    }

    @Override
    public void cancelTimer(Object key, long time) {
      throw new AssertionError(key);
    }

    @Override
    public Prediction<Reading> held(Object key) {
      throw new AssertionError(key);
    }

    @Override
    public void hold(Object key, Prediction<Reading> prediction) {
      throw new AssertionError(key);
    }

    @Override
    public void clear(Object key) {
      throw new AssertionError(key);
    }

    @Override
    public void result(Prediction<Reading> prediction, boolean timed, long time) {
      assertThat(time).isEqualTo(prediction.event().time);
      output.add(prediction);
    }

    @Override
    public void rejected(Rejected<Reading> rejected, boolean timed, long time) {
      throw new AssertionError(rejected);
    }
  }
}

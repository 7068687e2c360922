package io.flinklstm.operators;

import io.flinklstm.core.Network;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.state.StateEncoding;

/** What {@link OneAtATime} remembers of a key. */
final class PlainKey {

  final String name;
  final float[] recurrent;
  final double[] running;
  final StateEncoding encoding;
  long steps;
  long sequenceSteps;
  Long lastTime; // null before the first event with a time
  float[] lastValues; // null at a sequence's start
  float[] lastOutputs; // null at a sequence's start
  String label; // null at a sequence's start
  Prediction<Reading> held;

  PlainKey(String name, Network network, StateEncoding encoding) {
    this(name, network.initialState(), new double[network.runningNumbers()], encoding);
    encoding.round(recurrent);
  }

  private PlainKey(String name, float[] recurrent, double[] running, StateEncoding encoding) {
    this.name = name;
    this.recurrent = recurrent;
    this.running = running;
    this.encoding = encoding;
  }

  PlainKey copy() {
    PlainKey copy = new PlainKey(name, recurrent.clone(), running.clone(), encoding);
    copy.steps = steps;
    copy.sequenceSteps = sequenceSteps;
    copy.lastTime = lastTime;
    copy.lastValues = lastValues;
    copy.lastOutputs = lastOutputs;
    copy.label = label;
    copy.held = held;
    return copy;
  }

  void beginSequence(Network network) {
    network.restart(recurrent, running);
    encoding.round(recurrent);
    sequenceSteps = 0;
    lastValues = null;
    lastOutputs = null;
    label = null;
    held = null;
  }

  void count(Long time, float[] values, float[] outputs) {
    encoding.round(recurrent);
    steps++;
    sequenceSteps++;
    lastTime = time == null ? lastTime : time;
    lastValues = values.clone();
    lastOutputs = outputs.clone();
  }

  /** When the sequence had ended by a time, through a gap or expiry; null where it had not. */
  Long endedBy(Long time, Sequences rules) {
    if (time == null || lastTime == null) {
      return null;
    }
    long end = Long.MAX_VALUE;
    end = rules.gap() > 0 ? Math.min(end, lastTime + rules.gap()) : end;
    end = rules.expiry() > 0 ? Math.min(end, lastTime + rules.expiry()) : end;
    return end != Long.MAX_VALUE && time >= end ? end : null;
  }

  boolean expiredBy(Long time, Sequences rules) {
    return time != null
        && lastTime != null
        && rules.expiry() > 0
        && time >= lastTime + rules.expiry();
  }
}

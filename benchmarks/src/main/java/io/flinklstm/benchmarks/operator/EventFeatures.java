package io.flinklstm.benchmarks.operator;

import io.flinklstm.operators.FeatureExtractor;

/** Reads an event's values, and tells the lane that it has come in. */
final class EventFeatures implements FeatureExtractor<Event> {

  private static final long serialVersionUID = 1;

  private final String lane;
  private transient Lane gate;

  EventFeatures(String lane) {
    this.lane = lane;
  }

  @Override
  public void extract(Event event, float[] values) {
    if (gate == null) {
      gate = Lane.of(lane);
    }
    gate.arrived(event);
    System.arraycopy(event.x, 0, values, 0, Event.INPUTS);
  }
}

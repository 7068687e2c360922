package io.flinklstm.operators;

/** In which order the events of one key are stepped. */
public enum Order {
  /** As they arrive: in Kafka, the order of the key's partition. Nothing waits, nothing is late. */
  ARRIVAL,
  /**
   * By event time, behind the watermark: an event is stepped once the watermark has reached it.
   * What comes later than that is given out as late and never stepped. Events of one key with equal
   * time keep their order of arrival.
   */
  EVENT_TIME
}

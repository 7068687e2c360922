package io.flinklstm.jobs.replay;

/** When a record of a replay is due, in nanoseconds after the first. */
public sealed interface Pace {

  /**
   * Tells when.
   *
   * @param index of the record, from 0
   * @param elapsed milliseconds of event time since the first event of the file
   */
  long due(long index, long elapsed);

  /** So many records a second, whatever their times. */
  record Rate(double perSecond) implements Pace {
    @Override
    public long due(long index, long elapsed) {
      return (long) (index * 1e9 / perSecond);
    }
  }

  /** As the events came, so many times as fast. */
  record Speed(double factor) implements Pace {
    @Override
    public long due(long index, long elapsed) {
      return (long) (elapsed * 1e6 / factor);
    }
  }

  /** As fast as the broker takes them. */
  record Unpaced() implements Pace {
    @Override
    public long due(long index, long elapsed) {
      return 0;
    }
  }
}

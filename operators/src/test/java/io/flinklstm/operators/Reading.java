package io.flinklstm.operators;

/** A user's event: a POJO, so that Flink serializes it without generic types. */
public final class Reading {

  public String sensor = "";
  public long time;
  public float a;
  public float b;

  public Reading() {}

  Reading(String sensor, long time, float a, float b) {
    this.sensor = sensor;
    this.time = time;
    this.a = a;
    this.b = b;
  }

  static void extract(Reading reading, float[] values) {
    values[0] = reading.a;
    values[1] = reading.b;
  }

  public String sensor() {
    return sensor;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Reading other
        && sensor.equals(other.sensor)
        && time == other.time
        && Float.compare(a, other.a) == 0
        && Float.compare(b, other.b) == 0;
  }

  @Override
  public int hashCode() {
    return sensor.hashCode() + Long.hashCode(time);
  }

  @Override
  public String toString() {
    return sensor + "@" + time + "(" + a + ", " + b + ")";
  }
}

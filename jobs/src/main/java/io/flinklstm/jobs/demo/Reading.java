package io.flinklstm.jobs.demo;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * One station on one day.
 *
 * @param entries passengers who entered, in thousands
 */
record Reading(LocalDate date, String station, float entries) {

  /** Event time: the day's beginning in UTC, in epoch milliseconds. */
  long time() {
    return date.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  /** The Kafka record's key. */
  byte[] key() {
    return station.getBytes(StandardCharsets.UTF_8);
  }

  /** The Kafka record's value. */
  byte[] json() {
    String json =
        "{\"key\":\"" + station + "\",\"time\":\"" + date + "\",\"values\":[" + entries + "]}";
    return json.getBytes(StandardCharsets.UTF_8);
  }
}

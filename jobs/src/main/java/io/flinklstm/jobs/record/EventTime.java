package io.flinklstm.jobs.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/**
 * Event time as whole epoch milliseconds, as a date ({@code 2011-02-02}: its midnight in UTC), or
 * as date, time and offset ({@code 2011-02-02T09:30:00Z}); in the years 1 to 9999.
 */
final class EventTime {

  private static final long EARLIEST = -62_135_596_800_000L;
  private static final long LATEST = 253_402_300_799_999L;
  private static final int DATE_LENGTH = 10;
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,100}");

  private EventTime() {}

  static long parse(JsonParser json, String place) throws IOException, UnreadableException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return inRange(json.getText(), place);
    }
    JsonEventParser.expect(json.currentToken(), JsonToken.VALUE_STRING, "field " + place);
    return inRange(ofText(json.getText(), place), json.getText(), place);
  }

  /** Of text that may also be a number. */
  static long parse(String text, String place) throws UnreadableException {
    return WHOLE.matcher(text).matches()
        ? inRange(text, place)
        : inRange(ofText(text, place), text, place);
  }

  /** Of epoch milliseconds. */
  static long ofMillis(long time, String place) throws UnreadableException {
    return inRange(time, Long.toString(time), place);
  }

  private static long inRange(String number, String place) throws UnreadableException {
    try {
      return inRange(Long.parseLong(number), number, place);
    } catch (NumberFormatException e) {
      throw outOfRange(number, place);
    }
  }

  private static long inRange(long time, String text, String place) throws UnreadableException {
    if (time < EARLIEST || time > LATEST) {
      throw outOfRange(text, place);
    }
    return time;
  }

  private static long ofText(String text, String place) throws UnreadableException {
    try {
      return text.length() == DATE_LENGTH
          ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli()
          : OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new UnreadableException(
          "field "
              + place
              + ": found a string that is no time, expected like 2011-02-02 or"
              + " 2011-02-02T09:30:00Z or epoch milliseconds");
    }
  }

  private static UnreadableException outOfRange(String text, String place) {
    return new UnreadableException(
        "field " + place + ": found " + text + ", expected a time in the years 1 to 9999");
  }
}

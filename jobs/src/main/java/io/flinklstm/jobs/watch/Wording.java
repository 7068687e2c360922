package io.flinklstm.jobs.watch;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * How the page names things.
 *
 * @param title of the page
 * @param unit what is counted, such as entries
 * @param factor units in a raw value
 * @param daily whether event times are days
 * @param keyName a key's name for people
 * @param note what is known of a time; empty for nothing
 */
public record Wording(
    String title,
    String unit,
    double factor,
    boolean daily,
    UnaryOperator<String> keyName,
    LongFunction<String> note) {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.ENGLISH);
  private static final int EXACT_FROM = 100;
  private static final MathContext ROUGHLY = new MathContext(3);

  /** Of a pipeline of which nothing more is known. */
  public static Wording plain(String title, String unit) {
    return new Wording(title, unit, 1, false, UnaryOperator.identity(), time -> "");
  }

  String when(long time) {
    ZonedDateTime moment = Instant.ofEpochMilli(time).atZone(ZoneOffset.UTC);
    return (daily ? DAY : MOMENT).format(moment);
  }

  /**
   * "Clark/Lake, 2 Feb 2011: 3,860 entries, 18,900 expected; score 0.9999". Of several values that
   * were foretold it names the one that was furthest off; a value that was missing is none.
   */
  String alarm(String key, Observed result, ModelView model) {
    int output = result.worst(model);
    String expected =
        Float.isNaN(result.expected(output))
            ? ""
            : ", " + number(roughly(result.expected(output) * factor)) + " expected";
    return "%s, %s: %s%s; score %s"
        .formatted(
            keyName.apply(key),
            when(result.time()),
            actual(result, model, output),
            expected,
            score(result.score(model)));
  }

  private String actual(Observed result, ModelView model, int output) {
    float actual = result.actual(model, output);
    boolean several = model.forecastsSeveral();
    if (Float.isNaN(actual)) {
      return several ? "no value of " + model.outputs().get(output) : "no value";
    }
    return number(actual * factor) + " " + (several ? model.outputs().get(output) : unit);
  }

  /** A forecast is no count: three digits of it are plenty. */
  private static double roughly(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(ROUGHLY).doubleValue() : value;
  }

  private static String number(double value) {
    String pattern = Math.abs(value) >= EXACT_FROM ? "%,.0f" : "%.3g";
    return String.format(Locale.ENGLISH, pattern, value);
  }

  /** Cut off, not rounded: a score below 1 is not called 1. */
  private static String score(double score) {
    return Double.isFinite(score)
        ? new BigDecimal(score).setScale(4, RoundingMode.DOWN).toPlainString()
        : "unknown";
  }
}

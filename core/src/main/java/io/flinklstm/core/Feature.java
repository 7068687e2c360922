package io.flinklstm.core;

/**
 * One input of the network: where its value comes from and how it is scaled.
 *
 * @param name shown in errors and results
 * @param source where the raw value comes from
 * @param scaling what is done to the raw value before the network sees it
 */
public record Feature(String name, Source source, Scaling scaling) {

  /** Where a raw value comes from. */
  public sealed interface Source {
    /** The next value of the event's own row; fields are taken in the order of the features. */
    record Field() implements Source {}

    /**
     * A function of the event time alone, in UTC.
     *
     * @param period the cycle: the phase is the part of it that has passed, 0 to 1
     * @param function what is computed from the phase
     */
    record Calendar(Period period, Function function) implements Source {}

    /**
     * Seconds of event time since the key's event before; 0 for the first of a sequence, negative
     * where events come out of order. Costs two numbers of state per feature.
     */
    record Elapsed() implements Source {}
  }

  /** A cycle of the calendar. Phases are counted from its start in UTC. */
  public enum Period {
    /** 24 hours from midnight. */
    DAY(86_400_000L, 0),
    /** Seven days from Monday, midnight. 1970-01-01 was a Thursday. */
    WEEK(7 * 86_400_000L, 3 * 86_400_000L),
    /** The mean Gregorian year, 365.2425 days, from 1970-01-01: within a day of the calendar's. */
    YEAR(31_556_952_000L, 0);

    private final long millis;
    private final long shift;

    Period(long millis, long shift) {
      this.millis = millis;
      this.shift = shift;
    }

    /** The part of this cycle that has passed at a time in epoch milliseconds, 0 to 1. */
    public double phase(long epochMillis) {
      return (double) Math.floorMod(epochMillis + shift, millis) / millis;
    }
  }

  /** What is computed from a phase {@code p}. */
  public enum Function {
    /** {@code sin(2 pi p)}. */
    SIN,
    /** {@code cos(2 pi p)}. */
    COS,
    /** 1 on Saturday and Sunday, else 0; of the week's phase only. */
    WEEKEND;

    /** Applies this function; the same bits on every machine. */
    public double of(double phase) {
      return switch (this) {
        case SIN -> StrictMath.sin(2 * Math.PI * phase);
        case COS -> StrictMath.cos(2 * Math.PI * phase);
        case WEEKEND -> phase >= 5.0 / 7.0 ? 1 : 0;
      };
    }
  }

  /** What is done to a raw value {@code x}. All arithmetic in float64, the result in float32. */
  public sealed interface Scaling {
    /** {@code x}. */
    record None() implements Scaling {}

    /** {@code (x - mean) / scale}; with median and quartile range also the robust scaler. */
    record Standard(double mean, double scale) implements Scaling {
      public Standard {
        if (!Double.isFinite(mean) || !Double.isFinite(scale) || scale == 0) {
          throw new IllegalArgumentException(
              "standard scaling: found mean "
                  + mean
                  + ", scale "
                  + scale
                  + "; both must be finite and scale not 0");
        }
      }
    }

    /** {@code x * scale + min}. */
    record MinMax(double scale, double min) implements Scaling {
      public MinMax {
        if (!Double.isFinite(min) || !Double.isFinite(scale) || scale == 0) {
          throw new IllegalArgumentException(
              "min-max scaling: found scale "
                  + scale
                  + ", min "
                  + min
                  + "; both must be finite and scale not 0");
        }
      }
    }

    /**
     * Standardised with the key's own mean and deviation so far, clipped to {@code [-clip, clip]}:
     * keys of any magnitude share one model. Costs three numbers of state per feature.
     */
    record Running(double clip) implements Scaling {
      public Running {
        if (!(clip > 0)) {
          throw new IllegalArgumentException(
              "running scaling: found clip " + clip + ", expected more than 0");
        }
      }
    }
  }
}

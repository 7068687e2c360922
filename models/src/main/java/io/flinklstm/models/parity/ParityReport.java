package io.flinklstm.models.parity;

import java.util.List;
import java.util.Locale;

/**
 * What a comparison with a recording found.
 *
 * @param sequences how many were run
 * @param steps of each
 * @param modes in which they were run
 * @param comparisons one for each recorded result
 * @param sameBits whether all modes gave the same bits
 * @param notes for people
 */
public record ParityReport(
    int sequences,
    int steps,
    List<String> modes,
    List<Comparison> comparisons,
    boolean sameBits,
    List<String> notes) {

  /** Whether every difference is small enough and all modes agree to the bit. */
  public boolean passes() {
    return sameBits && !comparisons.isEmpty() && comparisons.stream().allMatch(Comparison::passes);
  }

  /** The largest difference to the most exact recorded results. */
  public double largest() {
    boolean exact = comparisons.stream().anyMatch(c -> c.against().equals("float64"));
    return comparisons.stream()
        .filter(c -> !exact || c.against().equals("float64"))
        .mapToDouble(Comparison::largest)
        .max()
        .orElse(Double.NaN);
  }

  /** The verdict's line. */
  public String verdict() {
    return String.format(Locale.ROOT, "verify: %s max=%.3e", passes() ? "PASS" : "FAIL", largest());
  }

  /** The whole report; the verdict is its last line. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d sequences of %d steps, run %s: %s%n"
            .formatted(
                sequences,
                steps,
                String.join(" and ", modes),
                sameBits ? "the same bits" : "DIFFERENT BITS"));
    comparisons.forEach(c -> text.append(c).append(System.lineSeparator()));
    notes.forEach(note -> text.append("note: ").append(note).append(System.lineSeparator()));
    return text.append(verdict()).append(System.lineSeparator()).toString();
  }
}

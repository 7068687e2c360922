package io.flinklstm.faults.audit;

import io.flinklstm.faults.audit.Finding.Kind;
import java.util.Map;

/**
 * What an audit has found so far.
 *
 * @param records of the input
 * @param results found in the output
 * @param deadLetters found
 * @param counts findings by kind
 */
public record Verdict(long records, long results, long deadLetters, Map<Kind, Long> counts) {

  public long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /** Whether every promise was kept. */
  public boolean isClean() {
    return counts.values().stream().allMatch(count -> count == 0);
  }

  @Override
  public String toString() {
    return "%,d records, %,d results, %,d dead letters: %d lost, %d duplicates, %d out of order, %d wrong%s"
        .formatted(
            records,
            results,
            deadLetters,
            count(Kind.LOST),
            count(Kind.DUPLICATE),
            count(Kind.REORDERED),
            count(Kind.WRONG),
            count(Kind.INPUT) == 0 ? "" : ", " + count(Kind.INPUT) + " wrong in the input");
  }
}

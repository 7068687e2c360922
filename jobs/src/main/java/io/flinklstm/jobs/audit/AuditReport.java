package io.flinklstm.jobs.audit;

/**
 * What an {@link Audit} found.
 *
 * @param events records of the input topic
 * @param predictions records of the output topic
 * @param deadLetters records of the dead-letter topic
 * @param lost input records with neither result nor dead letter
 * @param duplicates results and dead letters beyond the first of an input record
 * @param outOfOrder results whose key had a later one before them, or whose step is not the next
 * @param wrong results that differ in any bit from the recomputed ones
 */
public record AuditReport(
    long events,
    long predictions,
    long deadLetters,
    long lost,
    long duplicates,
    long outOfOrder,
    long wrong) {

  /** Whether every promise of exactly-once delivery was kept. */
  public boolean isClean() {
    return keeps(true);
  }

  /** Whether a delivery's promises were kept: at least once allows duplicates. */
  public boolean keeps(boolean exactlyOnce) {
    return lost == 0 && (duplicates == 0 || !exactlyOnce) && outOfOrder == 0 && wrong == 0;
  }
}

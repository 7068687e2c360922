package io.flinklstm.faults.audit;

/**
 * One record that is not as promised.
 *
 * @param number of the record in the workload
 * @param partition of the input record
 * @param offset of the input record
 * @param text what was found, and what was expected
 */
public record Finding(Kind kind, long number, int partition, long offset, String text) {

  /** What can go wrong with a record. */
  public enum Kind {
    /** Neither result nor dead letter. */
    LOST,
    /** More than one. */
    DUPLICATE,
    /** After a later one of its key. */
    REORDERED,
    /** Another number, in any bit; another step, key, time, place or header. */
    WRONG,
    /** The input topic does not have what was sent: the fault is Kafka's. */
    INPUT
  }
}

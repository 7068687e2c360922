package io.flinklstm.jobs.watch;

/**
 * What Flink's REST interface says of the job.
 *
 * @param state as Flink names it, or {@link #UNKNOWN}
 * @param taskManagers registered ones
 * @param restarts of the job since it was submitted
 * @param checkpoints completed ones
 * @param checkpointMillis how long the last took, end to end
 * @param checkpointBytes what the last holds
 * @param waveMean keys in a wave
 * @param p99Millis 99th percentile of waiting in the operator and of the wave's own time together
 */
record JobHealth(
    String state,
    long taskManagers,
    long restarts,
    long checkpoints,
    long checkpointMillis,
    long checkpointBytes,
    double waveMean,
    double p99Millis) {

  static final String UNKNOWN = "UNKNOWN";

  static JobHealth unknown() {
    return new JobHealth(UNKNOWN, 0, 0, 0, 0, 0, Double.NaN, Double.NaN);
  }
}

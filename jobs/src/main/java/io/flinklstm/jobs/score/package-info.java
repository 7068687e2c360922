/**
 * Scoring a file offline, with the network's own {@code advance}: what one does before trusting a
 * stream. {@link io.flinklstm.jobs.score.OfflineScoring} is the loop.
 *
 * <p>Temperature: cold, but for the loop, which is warm. No Kafka and no Flink in here.
 */
package io.flinklstm.jobs.score;

/**
 * Files of events written into a pipeline's topic, as if they came now. {@code Replay} is the
 * entry.
 *
 * <p>Temperature: warm, once per record of the file. Nothing of Flink's runtime comes in.
 */
package io.flinklstm.jobs.replay;

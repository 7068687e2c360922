/**
 * The recurrent network in plain Java: described by {@link io.flinklstm.core.ModelDescription}, run
 * by {@link io.flinklstm.core.Network#advance}, one timestep for one to many keys at a time.
 *
 * <p>Temperature: building a network is cold; {@code advance} is hot and allocates nothing. No
 * Flink, no Kafka, no files in here.
 */
package io.flinklstm.core;

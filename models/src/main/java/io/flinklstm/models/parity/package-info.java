/**
 * The proof that a model computes here what it computed where it was trained: {@link
 * io.flinklstm.models.parity.Parity} runs recorded inputs through the network that the operator
 * runs and compares.
 *
 * <p>Temperature: cold. The network's arithmetic is not repeated in here.
 */
package io.flinklstm.models.parity;

/**
 * From raw values and event time to the network's input row.
 *
 * <p>Temperature: hot. The running numbers of a key live in its state, not here.
 */
package io.flinklstm.core.feature;

/**
 * How unusual an event is, judged by the error of the forecast made for it.
 *
 * <p>Temperature: hot, once per event. All numbers of a key live in its state, not here.
 */
package io.flinklstm.core.score;

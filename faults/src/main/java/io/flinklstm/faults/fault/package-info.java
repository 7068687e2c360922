/**
 * The kinds of fault, each a few lines that break something and heal it, and the schedule that a
 * seed gives.
 *
 * <p>Temperature: cold.
 */
package io.flinklstm.faults.fault;

/**
 * What must stay flat over days: {@link io.flinklstm.faults.soak.Soak} measures it while things
 * break, and adds to what earlier runs have measured.
 *
 * <p>Temperature: cold.
 */
package io.flinklstm.faults.soak;

/**
 * Deliberately broken variants of the job, the setting and the reader. Each must make the audit
 * fail: a harness that cannot fail proves nothing.
 *
 * <p>Temperature: cold.
 */
package io.flinklstm.faults.control;

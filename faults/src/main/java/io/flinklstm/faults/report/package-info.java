/**
 * What a run found, as a file that is kept and as the page docs/reliability.md.
 *
 * <p>Temperature: cold.
 */
package io.flinklstm.faults.report;

/**
 * {@code faulty://}: Flink's local file system, which fails, waits or writes short as a control
 * file says. Runs inside the cluster's processes.
 *
 * <p>Temperature: warm.
 */
package io.flinklstm.faults.storage;

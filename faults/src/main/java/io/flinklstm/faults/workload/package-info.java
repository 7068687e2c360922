/**
 * What goes in: records that are functions of a seed and their number alone, some of them bad on
 * purpose, and who writes them.
 *
 * <p>Temperature: warm, once per record.
 */
package io.flinklstm.faults.workload;

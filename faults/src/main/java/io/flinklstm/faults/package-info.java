/**
 * Tries to refute what docs/operating.md promises: one result per event, in order, with the same
 * bits, whatever breaks. {@link io.flinklstm.faults.Main} is the entry, {@link
 * io.flinklstm.faults.Campaign} one run.
 *
 * <p>Temperature: cold. Test code; nothing here is shipped, nothing that is shipped knows of it.
 */
package io.flinklstm.faults;

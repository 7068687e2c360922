/**
 * The layers of a network: recurrent cells, which read and write the keys' state in place, and what
 * stands between and after them.
 *
 * <p>Temperature: construction is cold and checks every shape; {@code advance} is hot.
 */
package io.flinklstm.core.cell;

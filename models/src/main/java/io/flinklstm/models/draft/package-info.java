/**
 * What a reader understood of a file, whatever its framework: {@link
 * io.flinklstm.models.draft.Draft} is a chain of layers with their weights in one canonical form,
 * PyTorch's layout and gate order.
 *
 * <p>Temperature: cold. No file format and no names of a framework's arrays in here.
 */
package io.flinklstm.models.draft;

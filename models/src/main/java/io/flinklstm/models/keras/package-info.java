/**
 * Keras models: {@link io.flinklstm.models.keras.KerasFile} reads {@code .keras} archives and the
 * older {@code .h5} files, configuration and weights.
 *
 * <p>Temperature: cold. Links, external and virtual datasets are refused: nothing outside the given
 * bytes is read. Layers with code of their own are refused.
 */
package io.flinklstm.models.keras;

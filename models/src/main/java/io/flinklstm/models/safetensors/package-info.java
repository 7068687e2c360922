/**
 * The safetensors container: {@link io.flinklstm.models.safetensors.Safetensors} reads it with
 * every check of the reference reader and writes it with deterministic bytes.
 *
 * <p>Temperature: cold. What the tensors mean is not known here.
 */
package io.flinklstm.models.safetensors;

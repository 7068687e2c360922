/**
 * The arithmetic: matrix products and activations over rows of float32, written twice with the same
 * operations in the same order. {@link io.flinklstm.core.kernel.ScalarKernels} is the
 * specification.
 *
 * <p>Temperature: hot. Small methods, no allocation, no logging. Alone allowed to name {@code
 * jdk.incubator.vector}.
 */
package io.flinklstm.core.kernel;

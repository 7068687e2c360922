/**
 * Arrays by name and nothing more: {@link io.flinklstm.models.bare.TorchWeights} for a PyTorch
 * state dict, {@link io.flinklstm.models.bare.TensorFlowWeights} for the cells of TensorFlow 1.
 * What names and shapes say is inferred; what they cannot say is asked for by name.
 *
 * <p>Temperature: cold. Where the arrays come from is not known here.
 */
package io.flinklstm.models.bare;

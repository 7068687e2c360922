/**
 * ONNX files with RNN, GRU and LSTM nodes: {@link io.flinklstm.models.onnx.OnnxFile} reads the
 * protobuf by hand, folds what is constant and walks the one path from input to output.
 *
 * <p>Temperature: cold. A node that is not understood is refused by name, never skipped.
 */
package io.flinklstm.models.onnx;

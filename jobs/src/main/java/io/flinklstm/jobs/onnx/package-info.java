/**
 * A second opinion on an ONNX file: {@link io.flinklstm.jobs.onnx.OnnxOpinion} gives random inputs
 * to ONNX Runtime and keeps what it computed as a recording.
 *
 * <p>Temperature: cold. ONNX Runtime is no dependency; its classes are found by name where a user
 * brings the jar.
 */
package io.flinklstm.jobs.onnx;

/**
 * What is remembered per key, and how it becomes bytes: {@link io.flinklstm.state.KeyState}, its
 * one byte form in {@link io.flinklstm.state.KeyStateCodec}, and the shells that hand it to Flink
 * and to Kryo. The bytes are specified in {@code docs/state-format.md}.
 *
 * <p>Temperature: the codec is hot on a backend that keeps bytes. No operator, no model files in
 * here.
 */
package io.flinklstm.state;

package io.flinklstm.operators;

import io.flinklstm.state.KeyState;
import io.flinklstm.state.KeyStateTypeInfo;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/** By which names a savepoint finds what the operator keeps. Part of every savepoint: fixed. */
public final class LstmState {

  /** Keyed state: what is remembered per key. */
  public static final String NAME = "lstm";

  /** Service of the event-time timers; their namespaces are strings. */
  public static final String TIMERS = "lstm";

  /** Namespace of the timer at {@link KeyState#timer}. */
  public static final String WAKE = "wake";

  /** Keyed state: results that wait for the end of their sequence. */
  static final String HELD = "lstm-held";

  private LstmState() {}

  /** Of the state called {@link #NAME}. */
  public static ValueStateDescriptor<KeyState> descriptor() {
    return new ValueStateDescriptor<>(NAME, new KeyStateTypeInfo());
  }
}

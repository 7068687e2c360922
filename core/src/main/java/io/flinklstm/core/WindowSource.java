package io.flinklstm.core;

import java.io.Serializable;

/** Where an operator gets its window network from when it starts on a task. */
@FunctionalInterface
public interface WindowSource extends Serializable {

  /** Loads and builds the network. Called once per task. */
  WindowNetwork load();
}

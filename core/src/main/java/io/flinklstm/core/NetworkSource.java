package io.flinklstm.core;

import java.io.Serializable;

/**
 * Where an operator gets its network from when it starts on a task. What is serialized into the job
 * is this source, never the weights' arrays in an object graph.
 */
@FunctionalInterface
public interface NetworkSource extends Serializable {

  /** Loads and builds the network. Called once per task. */
  Network load();
}

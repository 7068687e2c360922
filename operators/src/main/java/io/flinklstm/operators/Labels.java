package io.flinklstm.operators;

import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import io.flinklstm.core.Task;
import io.flinklstm.state.KeyState;

/** Names the class that a classifier's outputs say. */
final class Labels {

  private static final String NONE = "";
  private static final float EVEN = 0.5f;

  private final boolean classifies;
  private final String[] names; // by output

  Labels(ModelDescription model) {
    classifies = model.task() == Task.CLASSIFY;
    names = model.outputs().stream().map(Output::name).toArray(String[]::new);
  }

  /**
   * Index of the label: the largest output, the first of equal ones. A single output is the
   * probability of its own class, 1 where that is the less likely. {@link KeyState#NO_LABEL} for a
   * model that is no classifier.
   */
  int of(float[] outputs) {
    if (!classifies) {
      return KeyState.NO_LABEL;
    }
    if (outputs.length == 1) {
      return outputs[0] >= EVEN ? 0 : 1;
    }
    int best = 0;
    for (int i = 1; i < outputs.length; i++) {
      best = outputs[i] > outputs[best] ? i : best;
    }
    return best;
  }

  /** The label's name; empty where there is none, or where a single class is the less likely. */
  String name(int label) {
    return label == KeyState.NO_LABEL || label >= names.length ? NONE : names[label];
  }
}

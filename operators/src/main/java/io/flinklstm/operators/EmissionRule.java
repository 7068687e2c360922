package io.flinklstm.operators;

import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Task;
import io.flinklstm.core.Workspace;
import io.flinklstm.state.KeyState;

/** Decides after a step what becomes of its result. */
final class EmissionRule {

  /** What becomes of a result. */
  enum Verdict {
    EMIT,
    /** Keep it until its sequence ends. */
    HOLD,
    SUPPRESS
  }

  private final Emission emission;
  private final boolean scored;

  EmissionRule(Emission emission, ModelDescription model) {
    this.emission = emission;
    this.scored = model.scorer().isPresent();
    if (emission instanceof Emission.LabelChange && model.task() != Task.CLASSIFY) {
      throw refused("on change of label", model, "a model whose task is CLASSIFY");
    }
    if (emission instanceof Emission.ScoreFrom && !scored && model.task() != Task.SCORE) {
      throw refused("from a score on", model, "a model with a scorer, or whose task is SCORE");
    }
  }

  private static IllegalArgumentException refused(
      String what, ModelDescription model, String expected) {
    return new IllegalArgumentException(
        "results "
            + what
            + ": found model "
            + model.name()
            + " with task "
            + model.task()
            + ", expected "
            + expected);
  }

  /** Whether results wait in state for the end of their sequence. */
  boolean holds() {
    return emission instanceof Emission.SequenceEnd;
  }

  /**
   * The verdict on the step just taken.
   *
   * @param label index of the step's label, or {@link KeyState#NO_LABEL}; remembered in the state
   *     where results depend on its change
   * @param last whether the step was the last of its sequence
   */
  Verdict judge(KeyState state, Workspace w, int row, int label, boolean last) {
    if (emission instanceof Emission.EveryNth every) {
      return when(every.n() == 1 || state.sequenceSteps() % every.n() == 0);
    }
    if (emission instanceof Emission.ScoreFrom from) {
      return when((scored ? w.score(row) : w.outputs(row)[0]) >= from.threshold());
    }
    if (emission instanceof Emission.LabelChange) {
      boolean changed = label != state.label();
      state.label(label);
      return when(changed);
    }
    return last ? Verdict.EMIT : Verdict.HOLD;
  }

  private static Verdict when(boolean emit) {
    return emit ? Verdict.EMIT : Verdict.SUPPRESS;
  }
}

package io.flinklstm.jobs.pipeline;

import io.flinklstm.core.ModelDescription;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.operators.Emission;
import io.flinklstm.operators.LstmScoring;
import io.flinklstm.operators.MissingValue;
import io.flinklstm.operators.ModelChange;
import io.flinklstm.operators.Order;
import io.flinklstm.state.StateEncoding;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How the network is stepped. Each is documented at the method of {@link LstmScoring} that has its
 * name.
 *
 * @param outOfOrderness how far the watermark is behind, for event-time order
 * @param idleAfter when a partition holds no watermark back any more
 */
public record Scoring(
    Order order,
    Duration outOfOrderness,
    Duration idleAfter,
    int maxWave,
    Duration longestWait,
    int recentKeys,
    MissingValue missing,
    Map<String, MissingValue> missingFields,
    Optional<Duration> resetAfterGap,
    Optional<Integer> resetEvery,
    Optional<Duration> expireAfter,
    Emission emit,
    int warmUpSteps,
    ModelChange onModelChange,
    Optional<Integer> rememberedRows,
    StateEncoding stateEncoding) {

  /** What a pipeline file that says nothing asks for. */
  public static Scoring standard() {
    return of(Values.read("{}", Substitution.NONE, new Problems("")));
  }

  /**
   * What a pipeline file with these settings of its section {@code operator} asks for.
   *
   * @throws StartupException where one is none, has no such value, or does not fit the model
   */
  public static Scoring of(Map<String, String> operator, ModelDescription model) {
    Problems problems = new Problems("options");
    Values values = Values.of(Settings.OPERATOR, operator, problems);
    new ModelFit(values, model, problems).check();
    check(values, problems);
    problems.end();
    return of(values);
  }

  /** Whether its settings fit each other. */
  static void check(Values v, Problems problems) {
    if (v.get(Settings.ON_MODEL_CHANGE).orElse(ModelChange.FAIL) == ModelChange.REPLAY
        && v.get(Settings.REMEMBERED_ROWS).isEmpty()) {
      int line = v.line(Settings.ON_MODEL_CHANGE);
      problems.add(line, "operator.on-model-change", "replay", "remembered-rows beside it");
    }
  }

  static Scoring of(Values v) {
    return new Scoring(
        v.get(Settings.ORDER).orElseThrow(),
        v.get(Settings.OUT_OF_ORDERNESS).orElseThrow(),
        v.get(Settings.IDLE_AFTER).orElseThrow(),
        v.get(Settings.MAX_WAVE).orElseThrow(),
        v.get(Settings.LONGEST_WAIT).orElseThrow(),
        v.get(Settings.RECENT_KEYS).orElseThrow(),
        v.get(Settings.MISSING).orElseThrow(),
        v.get(Settings.MISSING_FIELDS).orElse(Map.of()),
        v.get(Settings.RESET_AFTER_GAP),
        v.get(Settings.RESET_EVERY),
        v.get(Settings.EXPIRE_AFTER),
        v.get(Settings.EMIT).orElseThrow(),
        v.get(Settings.WARM_UP_STEPS).orElseThrow(),
        v.get(Settings.ON_MODEL_CHANGE).orElseThrow(),
        v.get(Settings.REMEMBERED_ROWS),
        v.get(Settings.STATE_ENCODING).orElseThrow());
  }

  /** Chooses all of it. */
  public <T, K> LstmScoring<T, K> apply(LstmScoring<T, K> operator) {
    operator
        .order(order)
        .maxWave(maxWave)
        .longestWait(longestWait)
        .recentKeys(recentKeys)
        .missing(missing)
        .emit(emit)
        .warmUpSteps(warmUpSteps)
        .onModelChange(onModelChange)
        .stateEncoding(stateEncoding);
    missingFields.forEach(operator::missing);
    rememberedRows.ifPresent(operator::history);
    resetAfterGap.ifPresent(operator::resetAfterGap);
    resetEvery.ifPresent(operator::resetEvery);
    expireAfter.ifPresent(operator::expireAfter);
    return operator;
  }
}

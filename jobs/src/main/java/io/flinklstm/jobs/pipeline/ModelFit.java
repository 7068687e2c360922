package io.flinklstm.jobs.pipeline;

import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Task;
import io.flinklstm.operators.Emission;
import io.flinklstm.operators.LstmScoring;
import io.flinklstm.operators.MissingValue;
import java.util.Map;

/** Whether what a file says of task and operator fits the model. */
final class ModelFit {

  private final Values values;
  private final ModelDescription model;
  private final Problems problems;

  ModelFit(Values values, ModelDescription model, Problems problems) {
    this.values = values;
    this.model = model;
    this.problems = problems;
  }

  void check() {
    Map<String, MissingValue> missing = values.get(Settings.MISSING_FIELDS).orElse(Map.of());
    int line = values.line(Settings.MISSING_FIELDS);
    problems.unknown(line, "operator.missing-fields", missing.keySet(), model.fieldNames());
    for (String field : model.fieldNames()) {
      checkForecast(field, missing);
    }
    checkRememberedRows();
    checkTask();
    checkEmission();
  }

  private void checkForecast(String field, Map<String, MissingValue> chosen) {
    Setting<?> setting = chosen.containsKey(field) ? Settings.MISSING_FIELDS : Settings.MISSING;
    MissingValue policy =
        chosen.getOrDefault(field, values.get(Settings.MISSING).orElse(MissingValue.REJECT));
    boolean forecast =
        model.outputs().stream()
            .anyMatch(o -> o.judged() && o.forecasts().orElseThrow().equals(field));
    if (policy == MissingValue.FORECAST && !forecast) {
      problems.add(
          values.line(setting),
          "operator." + setting.name(),
          "forecast for " + field,
          "another policy: the model does not forecast this field");
    }
  }

  private void checkRememberedRows() {
    int fields = model.fieldNames().size();
    int most = LstmScoring.mostHistory(fields);
    int rows = values.get(Settings.REMEMBERED_ROWS).orElse(0);
    if (rows > most) {
      problems.add(
          values.line(Settings.REMEMBERED_ROWS),
          "operator.remembered-rows",
          String.valueOf(rows),
          "at most " + most + " for a model with " + fields + " fields");
    }
  }

  private void checkTask() {
    Task task = values.get(Settings.TASK).orElse(model.task());
    if (task != model.task()) {
      problems.add(
          values.line(Settings.TASK),
          "task",
          Kind.spell(task),
          "the model's own, " + Kind.spell(model.task()));
    }
  }

  private void checkEmission() {
    Emission emit = values.get(Settings.EMIT).orElse(Emission.everyEvent());
    boolean scored = model.scorer().isPresent() || model.task() == Task.SCORE;
    String needed =
        emit instanceof Emission.LabelChange && model.task() != Task.CLASSIFY
            ? "another, or a model that classifies"
            : emit instanceof Emission.ScoreFrom && !scored
                ? "another, or a model with a score"
                : null;
    if (needed != null) {
      problems.add(values.line(Settings.EMIT), "operator.emit", emit.toString(), needed);
    }
  }
}

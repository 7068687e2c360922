package io.flinklstm.jobs.pipeline;

import io.flinklstm.jobs.pipeline.Settings.Format;
import io.flinklstm.jobs.record.FieldPath;
import io.flinklstm.jobs.record.FieldReading;
import io.flinklstm.jobs.record.Layout;
import io.flinklstm.jobs.record.RecordFormat;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Where in a record things are, by what a file says and the model needs. */
final class InputLayout {

  private final Values values;
  private final List<String> fields;
  private final Problems problems;

  /**
   * @param fields of the model, in its order
   */
  InputLayout(Values values, List<String> fields, Problems problems) {
    this.values = values;
    this.fields = fields;
    this.problems = problems;
  }

  /** To be used only where there was no problem. */
  Layout read() {
    List<FieldReading> readings =
        values.get(Settings.FEATURES).map(this::named).orElseGet(this::unnamed);
    values.get(Settings.COLUMNS).ifPresent(columns -> check(columns, readings));
    if (isCsv() && values.get(Settings.COLUMNS).isEmpty()) {
      String needed = "the names of all columns, in order";
      problems.add(values.line(Settings.FORMAT), "input.columns", "nothing", needed);
    }
    RecordFormat format =
        isCsv()
            ? new RecordFormat.Csv(values.get(Settings.COLUMNS).orElse(List.of()))
            : new RecordFormat.Json();
    FieldPath key = values.get(Settings.KEY).orElse(FieldPath.parse("key"));
    FieldPath time = values.get(Settings.TIME).orElse(FieldPath.parse("time"));
    return new Layout(format, key, time, readings, fields.size());
  }

  private boolean isCsv() {
    return values.get(Settings.FORMAT).orElse(Format.JSON) == Format.CSV;
  }

  private List<FieldReading> named(Map<String, InputFeature> features) {
    int line = values.line(Settings.FEATURES);
    Map<String, FieldReading> readings = new HashMap<>();
    features.forEach((name, feature) -> readings.putAll(feature.readings(name)));
    problems.unknown(line, "input.features", readings.keySet(), fields);
    for (String field : fields) {
      if (!readings.containsKey(field)) {
        problems.add(line, "input.features", "no " + field, "all of " + fields);
      }
    }
    return fields.stream().filter(readings::containsKey).map(readings::get).toList();
  }

  /** An array of them all, or columns of their names. */
  private List<FieldReading> unnamed() {
    if (!isCsv()) {
      return List.of();
    }
    return fields.stream()
        .<FieldReading>map(name -> new FieldReading.Number(new FieldPath(name, List.of(name))))
        .toList();
  }

  private void check(List<String> columns, List<FieldReading> readings) {
    int line = values.line(Settings.COLUMNS);
    if (!isCsv()) {
      problems.add(line, "input.columns", "names of columns", "none, or format: csv");
      return;
    }
    if (new HashSet<>(columns).size() < columns.size()) {
      problems.add(line, "input.columns", "a name twice in " + columns, "each once");
    }
    values.get(Settings.KEY).ifPresent(path -> check(Settings.KEY, path, columns));
    values.get(Settings.TIME).ifPresent(path -> check(Settings.TIME, path, columns));
    readings.stream()
        .map(FieldReading::path)
        .distinct()
        .forEach(path -> check(Settings.FEATURES, path, columns));
  }

  private void check(Setting<?> setting, FieldPath path, List<String> columns) {
    if (!columns.contains(path.text())) {
      String place = "input." + setting.name();
      problems.add(values.line(setting), place, path.text(), "a column: one of " + columns);
    }
  }
}

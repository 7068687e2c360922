package io.flinklstm.jobs.pipeline;

import io.flinklstm.core.ModelDescription;
import io.flinklstm.jobs.record.FieldPath;
import io.flinklstm.jobs.record.FieldReading;
import io.flinklstm.jobs.record.Layout;
import io.flinklstm.jobs.record.RecordFormat;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Where in a record things are, by what a file says and the model needs. */
final class InputLayout {

  private final Values values;
  private final Path folder;
  private final ModelDescription model;
  private final List<String> fields;
  private final Problems problems;

  /**
   * @param folder where relative paths begin
   */
  InputLayout(Values values, Path folder, ModelDescription model, Problems problems) {
    this.values = values;
    this.folder = folder;
    this.model = model;
    this.fields = model.fieldNames();
    this.problems = problems;
  }

  /** To be used only where there was no problem. */
  Layout read() {
    Optional<RecordFormat> format = new InputFormat(values, folder, problems).read();
    List<FieldReading> readings =
        values
            .get(Settings.FEATURES)
            .map(this::named)
            .orElseGet(() -> unnamed(format.orElse(new RecordFormat.Json())));
    FieldPath key = values.get(Settings.KEY).orElse(FieldPath.parse("key"));
    FieldPath time = values.get(Settings.TIME).orElse(FieldPath.parse("time"));
    Layout layout =
        new Layout(format.orElse(new RecordFormat.Json()), key, time, readings, fields.size());
    format.ifPresent(found -> check(found, layout));
    return layout;
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
    new CategoryFit(model).check(readings, line, problems);
    return fields.stream().filter(readings::containsKey).map(readings::get).toList();
  }

  /** An array of them all, or columns of their names. */
  private List<FieldReading> unnamed(RecordFormat format) {
    if (!(format instanceof RecordFormat.Csv)) {
      return List.of();
    }
    return fields.stream()
        .<FieldReading>map(name -> new FieldReading.Number(new FieldPath(name, List.of(name))))
        .toList();
  }

  /** Whether records of this format have what is wanted, where the format says what they have. */
  private void check(RecordFormat format, Layout layout) {
    if (format instanceof RecordFormat.Csv csv) {
      List<String> columns = csv.columns();
      if (new HashSet<>(columns).size() < columns.size()) {
        int line = values.line(Settings.COLUMNS);
        problems.add(line, "input.columns", "a name twice in " + columns, "each once");
      }
      String expected = "a column: one of " + columns;
      check(layout, path -> columns.contains(path.text()), expected);
    } else if (format instanceof RecordFormat.Json) {
      layout
          .crossing()
          .ifPresent(
              path ->
                  problems.add(
                      values.line(Settings.FEATURES),
                      "input",
                      path,
                      "paths of which none leads through the value of another"));
    } else if (format instanceof RecordFormat.Avro avro) {
      check(layout, avro.schema()::has, "a path that the schema has");
    } else if (format instanceof RecordFormat.RegisteredAvro avro && avro.schema().isPresent()) {
      check(layout, avro.schema().get()::has, "a path that the schema has");
    } else if (format instanceof RecordFormat.Protobuf protobuf) {
      String expected = "a path that " + protobuf.message() + " has";
      check(layout, protobuf.message()::has, expected);
    }
  }

  private void check(Layout layout, Predicate<FieldPath> has, String expected) {
    check(Settings.KEY, layout.key(), has, expected);
    check(Settings.TIME, layout.time(), has, expected);
    List<FieldPath> paths =
        layout.values().isEmpty()
            ? List.of(FieldPath.parse(Layout.ALL))
            : layout.values().stream().map(FieldReading::path).distinct().toList();
    paths.forEach(path -> check(Settings.FEATURES, path, has, expected));
  }

  private void check(
      Setting<?> setting, FieldPath path, Predicate<FieldPath> has, String expected) {
    if (!has.test(path)) {
      String place = "input." + setting.name();
      problems.add(values.line(setting), place, path.text(), expected);
    }
  }
}

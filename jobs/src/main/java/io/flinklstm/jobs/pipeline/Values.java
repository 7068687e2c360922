package io.flinklstm.jobs.pipeline;

import java.io.StringReader;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What a file says, setting by setting. Whatever is wrong with it is noted, and read over. */
final class Values {

  private static final int MAX_CHARACTERS = 1 << 20;

  private final Map<Setting<?>, Object> values = new HashMap<>();
  private final Map<Setting<?>, Integer> lines = new HashMap<>();
  private final Problems problems;
  private final Map<Setting<?>, Object> given;

  private Values(Problems problems, Map<Setting<?>, Object> given) {
    this.problems = problems;
    this.given = given;
  }

  static Values read(String yaml, Substitution substitution, Problems problems) {
    return read(yaml, substitution, problems, Map.of());
  }

  /**
   * @param given what holds whatever the file says
   */
  static Values read(
      String yaml, Substitution substitution, Problems problems, Map<Setting<?>, Object> given) {
    Values values = new Values(problems, given);
    values.compose(yaml).ifPresent(root -> values.take(new Value(root, substitution)));
    return values;
  }

  /** Of one section alone, each value as it would be written in a file. */
  static Values of(Section section, Map<String, String> texts, Problems problems) {
    Map<String, Value> found = new LinkedHashMap<>();
    texts.forEach((name, text) -> found.put(name, plain(text)));
    Values values = new Values(problems, Map.of());
    values.take(section, found, 0);
    return values;
  }

  /** What the file says, or what holds otherwise; empty where neither says anything. */
  @SuppressWarnings("unchecked") // put there under a setting of this type
  <T> Optional<T> get(Setting<T> setting) {
    return Optional.ofNullable((T) values.get(setting));
  }

  /** The line where the file says it, rightly or wrongly; 0 where it does not. */
  int line(Setting<?> setting) {
    return lines.getOrDefault(setting, 0);
  }

  private Optional<Node> compose(String yaml) {
    LoaderOptions limits = new LoaderOptions();
    limits.setMaxAliasesForCollections(0);
    limits.setNestingDepthLimit(8);
    limits.setCodePointLimit(MAX_CHARACTERS);
    try {
      return Optional.ofNullable(new Yaml(limits).compose(new StringReader(yaml)));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      problems.add(line, "the file", e.getProblem(), "YAML");
    } catch (YAMLException e) {
      problems.add(0, "the file", e.getMessage(), "YAML");
    }
    return Optional.empty();
  }

  private void take(Value root) {
    Optional<List<Value.Entry>> entries = root.entries();
    if (entries.isEmpty()) {
      problems.add(root.line(), "the file", root.shown(), "a mapping");
      return;
    }
    Section top = Settings.SECTIONS.get(0);
    Map<String, Value> found = place(top).unique(entries.get());
    place(top).requireKnown(found, names(top));
    take(top, found, 0);
    for (Section section : Settings.SECTIONS.subList(1, Settings.SECTIONS.size())) {
      Value value = found.get(section.name());
      if (value != null && value.entries().isEmpty()) {
        place(section).refuse(value, "a mapping");
      } else {
        take(section, value);
      }
    }
  }

  private void take(Section section, Value value) {
    Map<String, Value> found =
        value == null ? Map.of() : place(section).unique(value.entries().orElseThrow());
    place(section).requireKnown(found, names(section));
    take(section, found, value == null ? 0 : value.line());
  }

  private void take(Section section, Map<String, Value> found, int line) {
    for (Setting<?> setting : section.settings()) {
      Value value = found.get(setting.name());
      Place place = place(section).in(setting.name());
      if (given.containsKey(setting)) {
        values.put(setting, given.get(setting));
      } else if (value != null) {
        take(setting, place, value);
      } else if (setting.required()) {
        place.refuse(line, "nothing", setting.kind().expected());
      } else {
        setting.otherwise().ifPresent(text -> values.put(setting, byDefault(setting, place, text)));
      }
    }
  }

  private <T> void take(Setting<T> setting, Place place, Value value) {
    lines.put(setting, value.line());
    setting.kind().read(value, place).ifPresent(read -> values.put(setting, read));
  }

  private Place place(Section section) {
    return new Place(problems, section.name());
  }

  private <T> T byDefault(Setting<T> setting, Place place, String text) {
    return setting.kind().read(plain(text), place).orElseThrow();
  }

  private static Value plain(String text) {
    return new Value(
        new ScalarNode(Tag.STR, text, null, null, ScalarStyle.PLAIN), Substitution.NONE);
  }

  private static List<String> names(Section section) {
    Stream<String> settings = section.settings().stream().map(Setting::name);
    return section.name().isEmpty()
        ? Stream.concat(settings, Settings.SECTIONS.stream().skip(1).map(Section::name)).toList()
        : settings.toList();
  }
}

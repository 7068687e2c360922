package io.flinklstm.jobs.pipeline;

import java.io.StringReader;
import java.util.Comparator;
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
  private static final int CLOSE = 3; // letters between a misspelt name and the one that was meant

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
    Map<String, Value> found = unique(entries.get(), top);
    for (Map.Entry<String, Value> entry : found.entrySet()) {
      if (section(entry.getKey()).isEmpty() && setting(top, entry.getKey()).isEmpty()) {
        unknown(entry.getKey(), entry.getValue().line(), top);
      }
    }
    take(top, found, 0);
    for (Section section : Settings.SECTIONS.subList(1, Settings.SECTIONS.size())) {
      Value value = found.get(section.name());
      if (value != null && value.entries().isEmpty()) {
        problems.add(value.line(), section.name(), value.shown(), "a mapping");
      } else {
        take(section, value);
      }
    }
  }

  private void take(Section section, Value value) {
    Map<String, Value> found =
        value == null ? Map.of() : unique(value.entries().orElseThrow(), section);
    for (Map.Entry<String, Value> entry : found.entrySet()) {
      if (setting(section, entry.getKey()).isEmpty()) {
        unknown(entry.getKey(), entry.getValue().line(), section);
      }
    }
    take(section, found, value == null ? 0 : value.line());
  }

  private Map<String, Value> unique(List<Value.Entry> entries, Section section) {
    Map<String, Value> found = new LinkedHashMap<>();
    for (Value.Entry entry : entries) {
      if (found.putIfAbsent(entry.name(), entry.value()) != null) {
        String path = section.path(entry.name());
        problems.add(entry.value().line(), path, "it a second time", "it once");
      }
    }
    return found;
  }

  private void take(Section section, Map<String, Value> found, int line) {
    for (Setting<?> setting : section.settings()) {
      Value value = found.get(setting.name());
      if (given.containsKey(setting)) {
        values.put(setting, given.get(setting));
      } else if (value != null) {
        take(setting, section.path(setting.name()), value);
      } else if (setting.required()) {
        problems.add(line, section.path(setting.name()), "nothing", setting.kind().expected());
      } else {
        setting.otherwise().ifPresent(text -> values.put(setting, byDefault(setting, text)));
      }
    }
  }

  private <T> void take(Setting<T> setting, String path, Value value) {
    lines.put(setting, value.line());
    try {
      Optional<T> read = setting.kind().read().apply(value);
      if (read.isPresent()) {
        values.put(setting, read.get());
      } else {
        problems.add(value.line(), path, value.shown(), setting.kind().expected());
      }
    } catch (Substitution.UnresolvedException e) {
      problems.add(value.line(), path, e.getMessage(), e.expected());
    }
  }

  private static <T> T byDefault(Setting<T> setting, String text) {
    return setting.kind().read().apply(plain(text)).orElseThrow();
  }

  private static Value plain(String text) {
    return new Value(
        new ScalarNode(Tag.STR, text, null, null, ScalarStyle.PLAIN), Substitution.NONE);
  }

  private void unknown(String name, int line, Section section) {
    List<String> known =
        section.name().isEmpty()
            ? Stream.concat(
                    section.settings().stream().<String>map(Setting::name),
                    Settings.SECTIONS.stream().skip(1).map(Section::name))
                .toList()
            : section.settings().stream().<String>map(Setting::name).toList();
    String expected =
        known.stream()
            .filter(candidate -> distance(name, candidate) <= CLOSE)
            .min(Comparator.comparing(candidate -> distance(name, candidate)))
            .map(meant -> meant + ", as it may be meant")
            .orElse("one of " + String.join(", ", known));
    problems.add(line, section.path(name), "a name that means nothing here", expected);
  }

  private static Optional<Section> section(String name) {
    return Settings.SECTIONS.stream()
        .filter(s -> !s.name().isEmpty() && s.name().equals(name))
        .findFirst();
  }

  private static Optional<Setting<?>> setting(Section section, String name) {
    return section.settings().stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /** Levenshtein's: letters to insert, delete or replace. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}

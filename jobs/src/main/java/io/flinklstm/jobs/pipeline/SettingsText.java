package io.flinklstm.jobs.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** The settings as people and editors read them: tables, and a JSON Schema. */
public final class SettingsText {

  private SettingsText() {}

  /** One Markdown table a section. */
  public static String tables() {
    StringBuilder text = new StringBuilder();
    for (Section section : Settings.SECTIONS) {
      String title = section.name().isEmpty() ? "The file" : "`" + section.name() + "`";
      text.append("### ").append(title).append("\n\n").append(section.prose()).append("\n\n");
      text.append("| setting | value | default | |\n|---|---|---|---|\n");
      for (Setting<?> setting : section.settings()) {
        text.append(row(setting));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String row(Setting<?> setting) {
    String otherwise =
        setting.required()
            ? "required"
            : setting.otherwise().map(text -> "`" + text + "`").orElse("none");
    return "| `%s` | %s | %s | %s |\n"
        .formatted(setting.name(), setting.kind().expected(), otherwise, setting.prose());
  }

  /** For editors that complete and check YAML. */
  public static ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "A flink-lstm pipeline");
    ObjectNode properties = fill(schema, Settings.SECTIONS.get(0));
    ArrayNode required = (ArrayNode) schema.path("required");
    for (Section section : Settings.SECTIONS.subList(1, Settings.SECTIONS.size())) {
      ObjectNode nested = properties.putObject(section.name());
      nested.put("description", section.prose());
      fill(nested, section);
      if (section.settings().stream().anyMatch(Setting::required)) {
        required.add(section.name());
      }
    }
    return schema;
  }

  /** As an editor would write it. */
  private static JsonNode json(String text) {
    if (text.matches("\\d+")) {
      return IntNode.valueOf(Integer.parseInt(text));
    }
    return text.equals("true") || text.equals("false")
        ? BooleanNode.valueOf(Boolean.parseBoolean(text))
        : TextNode.valueOf(text);
  }

  private static ObjectNode fill(ObjectNode schema, Section section) {
    schema.put("type", "object").put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (Setting<?> setting : section.settings()) {
      ObjectNode property = setting.kind().schema().deepCopy();
      property.put("description", setting.prose());
      setting.otherwise().ifPresent(text -> property.set("default", json(text)));
      properties.set(setting.name(), property);
      if (setting.required()) {
        required.add(setting.name());
      }
    }
    return properties;
  }
}

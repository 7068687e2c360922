package io.flinklstm.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The documentation says what the code takes. After a change of a setting, {@code -Dwrite.docs}
 * writes both files anew.
 */
class SettingsTextTest {

  private static final Path DOCS = Path.of("../docs");
  private static final String BEGIN = "<!-- settings -->\n";
  private static final String END = "<!-- end of settings -->";

  @Test
  void theTablesAreTheCode() throws IOException {
    Path file = DOCS.resolve("pipeline.md");
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    if (System.getProperty("write.docs") != null) {
      Files.writeString(
          file, text.substring(0, begin) + SettingsText.tables() + text.substring(end));
      return;
    }
    assertThat(text.substring(begin, end)).isEqualTo(SettingsText.tables());
  }

  @Test
  void theSchemaIsTheCode() throws IOException {
    Path file = DOCS.resolve("pipeline.schema.json");
    String schema = SettingsText.schema().toPrettyString() + "\n";
    if (System.getProperty("write.docs") != null) {
      Files.writeString(file, schema);
      return;
    }
    assertThat(new ObjectMapper().readTree(Files.readString(file)))
        .isEqualTo(new ObjectMapper().readTree(schema));
  }
}

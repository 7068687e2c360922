package io.flinklstm.jobs.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The published schemas say what is written. After a change, {@code -Dwrite.docs} writes them anew.
 */
class ResultSchemaTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path DOCS = Path.of("../docs");

  @Test
  void theSchemasOfResultsAreTheCode() throws IOException {
    assertPublished("result.schema.json", ResultSchema.result());
    assertPublished("result.avsc", JSON.readTree(ResultSchema.avro()));
  }

  @Test
  void theSchemaOfDeadLettersIsTheCode() throws IOException {
    assertPublished("dead-letter.schema.json", ResultSchema.deadLetter());
  }

  private static void assertPublished(String name, JsonNode schema) throws IOException {
    Path file = DOCS.resolve(name);
    if (System.getProperty("write.docs") != null) {
      Files.writeString(file, schema.toPrettyString() + "\n");
      return;
    }
    assertThat(JSON.readTree(Files.readString(file))).isEqualTo(schema);
  }
}

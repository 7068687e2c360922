package io.flinklstm.docker;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Files of this repository, and the schemas that they have to obey. */
final class Repository {

  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final Path DOCKER = ROOT.resolve("docker");

  private static final ObjectMapper JSON = new ObjectMapper();

  private Repository() {}

  static ComposeFile compose() throws IOException {
    return ComposeFile.read(DOCKER.resolve("compose.yaml"), name -> null);
  }

  static JsonNode yaml(Path file) throws IOException {
    return yaml(Files.readString(file));
  }

  static JsonNode yaml(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return JSON.valueToTree(new Yaml(new SafeConstructor(options)).load(text));
  }

  static JsonNode resource(String name) throws IOException {
    try (InputStream in = Repository.class.getResourceAsStream(name)) {
      return yaml(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Not a part of this repository: what needs it is skipped where it has not been fetched. */
  static JsonNode composeSpecification() throws IOException {
    Path file = ROOT.resolve("run/compose-spec/package/lib/compose-spec/schema/compose-spec.json");
    assumeThat(file)
        .as("the Compose Specification's schema; docker/fetch-schema.sh brings it")
        .exists();
    return yaml(file);
  }

  /** What of a document a schema does not allow. */
  static List<String> violations(JsonNode document, JsonNode schema) {
    removeNames(schema);
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
        .getSchema(schema)
        .validate(document)
        .stream()
        .map(Error::toString)
        .toList();
  }

  /** Names of schemas, as older drafts gave them; a property named so is no text. */
  private static void removeNames(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      for (String name : List.of("id", "$schema")) {
        if (object.path(name).isTextual()) {
          object.remove(name);
        }
      }
    }
    schema.forEach(Repository::removeNames);
  }

  /** A property of the parent's pom. */
  static String pom(String property) throws IOException {
    Matcher value =
        Pattern.compile("<" + property + ">([^<]+)</")
            .matcher(Files.readString(ROOT.resolve("pom.xml")));
    if (!value.find()) {
      throw new IllegalArgumentException("found no property " + property + " in pom.xml");
    }
    return value.group(1);
  }

  /** Of the project, without {@code -SNAPSHOT}. */
  static String version() throws IOException {
    return pom("version").replace("-SNAPSHOT", "");
  }
}

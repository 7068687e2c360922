package io.flinklstm.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.junit.jupiter.api.Test;

/** The manifest of Kubernetes, against the schema of the operator's own resource. */
class KubernetesTest {

  private static final String SCHEMA = "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";

  private final JsonNode manifest =
      Repository.yaml(Repository.DOCKER.resolve("kubernetes/pumps.yaml"));
  private final JsonNode spec = manifest.path("spec");
  private final JsonNode configuration = spec.path("flinkConfiguration");

  KubernetesTest() throws IOException {}

  @Test
  void itObeysTheSchemaOfFlinkDeployment() throws IOException {
    assertThat(manifest.path("apiVersion").asText()).isEqualTo("flink.apache.org/v1beta1");
    assertThat(manifest.path("kind").asText()).isEqualTo("FlinkDeployment");
    assertThat(Repository.violations(manifest, schema())).isEmpty();
  }

  @Test
  void theSchemaFindsAMisspeltKeyAndAWrongMode() throws IOException {
    ObjectNode wrong = manifest.deepCopy();
    ((ObjectNode) wrong.at("/spec/job")).put("upgradeMod", "savepoint").put("state", "walking");
    ((ObjectNode) wrong.at("/spec/podTemplate/spec")).put("volume", 1);
    assertThat(Repository.violations(wrong, schema()))
        .hasSize(3)
        .anyMatch(error -> error.contains("upgradeMod"))
        .anyMatch(error -> error.contains("state"))
        .anyMatch(error -> error.contains("volume"));
  }

  @Test
  void itUpgradesBySavepointAndSurvivesItsJobManager() {
    assertThat(spec.at("/job/upgradeMode").asText()).isEqualTo("savepoint");
    assertThat(spec.at("/job/allowNonRestoredState").asBoolean(true)).isFalse();
    assertThat(configuration.path("high-availability.type").asText()).isEqualTo("kubernetes");
    for (String storage :
        new String[] {
          "high-availability.storageDir",
          "execution.checkpointing.dir",
          "execution.checkpointing.savepoint-dir"
        }) {
      assertThat(configuration.path(storage).asText()).startsWith("s3://");
    }
  }

  @Test
  void itHasTheVersionsOfTheBuild() throws IOException {
    String flink = Repository.pom("flink.version");
    String[] numbers = flink.split("\\.");
    assertThat(spec.path("flinkVersion").asText()).isEqualTo("v" + numbers[0] + "_" + numbers[1]);
    assertThat(spec.path("image").asText()).endsWith("/flink-lstm:" + Repository.version());
    assertThat(spec.toString()).contains("flink-s3-fs-hadoop-" + flink + ".jar");
  }

  @Test
  void itsModuleFlagsAreThoseOfTheImage() {
    Configuration image =
        GlobalConfiguration.loadConfiguration(Repository.DOCKER.resolve("conf").toString());
    assertThat(configuration.path(CoreOptions.FLINK_JVM_OPTIONS.key()).asText())
        .isEqualTo(image.get(CoreOptions.FLINK_JVM_OPTIONS));
    assertThat(configuration.path(CoreOptions.FLINK_TM_JVM_OPTIONS.key()).asText())
        .isEqualTo(image.get(CoreOptions.FLINK_TM_JVM_OPTIONS));
  }

  @Test
  void flinkKnowsEverySettingThatIsNotKubernetes() {
    Set<String> keys = new TreeSet<>();
    configuration.fieldNames().forEachRemaining(keys::add);
    keys.removeIf(key -> key.startsWith("kubernetes."));
    assertThat(KnownOptions.unknown(keys)).isEmpty();
  }

  @Test
  void itRunsWhatTheComposeFileRuns() throws IOException {
    assertThat(Repository.compose().services().get("jobmanager").command())
        .contains(spec.at("/job/entryClass").asText())
        .endsWith(spec.at("/job/args/0").asText(), spec.at("/job/args/1").asText());
  }

  /**
   * The newest schema that is at hand is older than this Flink, whose version it cannot list; and
   * where it lists an object's fields, the API server drops others in silence, so none is allowed.
   */
  private static JsonNode schema() throws IOException {
    JsonNode schema = Repository.resource(SCHEMA).at("/spec/versions/0/schema/openAPIV3Schema");
    ArrayNode versions = (ArrayNode) schema.at("/properties/spec/properties/flinkVersion/enum");
    assertThat(versions.toString()).doesNotContain("v2_3");
    versions.add("v2_3");
    ((ObjectNode) schema.path("properties")).putObject("apiVersion").put("type", "string");
    ((ObjectNode) schema.path("properties")).putObject("kind").put("type", "string");
    ((ObjectNode) schema.path("properties")).putObject("metadata").put("type", "object");
    close(schema);
    return schema;
  }

  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    schema.forEach(KubernetesTest::close);
  }
}

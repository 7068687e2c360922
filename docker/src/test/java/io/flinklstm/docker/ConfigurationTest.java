package io.flinklstm.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flink's configuration in the image, and the pipeline that it runs. */
class ConfigurationTest {

  private final Configuration c =
      GlobalConfiguration.loadConfiguration(Repository.DOCKER.resolve("conf").toString());

  @Test
  void itBindsToLoopbackAndTakesNothingFromABrowser() {
    assertThat(c.get(JobManagerOptions.ADDRESS)).isEqualTo("localhost");
    assertThat(c.get(JobManagerOptions.BIND_HOST)).isEqualTo("localhost");
    assertThat(c.get(TaskManagerOptions.BIND_HOST)).isEqualTo("localhost");
    assertThat(c.get(RestOptions.BIND_ADDRESS)).isEqualTo("localhost");
    assertThat(c.get(WebOptions.SUBMIT_ENABLE)).isFalse();
    assertThat(c.get(WebOptions.CANCEL_ENABLE)).isFalse();
    // Flink's reporter listens on every address, so it is chosen where a network is around it.
    assertThat(c.keySet()).noneMatch(key -> key.startsWith("metrics."));
  }

  @Test
  void itHasTheModuleFlags() {
    assertThat(c.get(CoreOptions.FLINK_TM_JVM_OPTIONS))
        .isEqualTo("--add-modules=jdk.incubator.vector");
    assertThat(c.get(CoreOptions.FLINK_JVM_OPTIONS).split(" "))
        .hasSize(19)
        .allMatch(flag -> flag.endsWith("=ALL-UNNAMED"));
  }

  @Test
  void flinkKnowsEverySetting() {
    assertThat(KnownOptions.unknown(c.keySet())).isEmpty();
  }

  @Test
  void flinkKnowsEverySettingOfTheComposeFile() throws IOException {
    Service job = Repository.compose().services().get("jobmanager");
    assertThat(
            KnownOptions.unknown(
                job.environment()
                    .get("FLINK_PROPERTIES")
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.split(":")[0])
                    .toList()))
        .isEmpty();
  }

  @Test
  void thePipelineIsSoundAndItsTopicsAreCreated(@TempDir Path folder) throws IOException {
    Service job = Repository.compose().services().get("jobmanager");
    for (Service.Mount mount : job.mounts()) {
      Path name = Path.of(mount.target()).getFileName();
      Files.copy(Repository.DOCKER.resolve(mount.source()), folder.resolve(name));
    }
    Pipeline pipeline =
        PipelineFile.read(folder.resolve("pipeline.yaml"), job.environment()::get).pipeline();
    Map<String, String> topics = Repository.compose().services().get("topics").environment();
    assertThat(topics.get("TOPICS").split(" ")).containsAll(pipeline.topics().names());
    assertThat(pipeline.topics().bootstrapServers()).isEqualTo("kafka:19092");
  }
}

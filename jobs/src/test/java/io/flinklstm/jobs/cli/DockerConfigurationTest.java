package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.WebOptions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What can be known of the image without an engine. */
class DockerConfigurationTest {

  private static final Path DOCKER = Path.of("../docker");

  @Test
  void flinkUnderstandsItsConfiguration() {
    Configuration c = GlobalConfiguration.loadConfiguration(DOCKER.resolve("conf").toString());
    assertThat(c.get(WebOptions.SUBMIT_ENABLE)).isFalse();
    assertThat(c.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY))
        .isEqualTo("file:///data/checkpoints");
    assertThat(c.get(CoreOptions.FLINK_TM_JVM_OPTIONS)).contains("jdk.incubator.vector");
    assertThat(c.get(CoreOptions.FLINK_JVM_OPTIONS).split(" "))
        .hasSize(19)
        .allMatch(flag -> flag.endsWith("=ALL-UNNAMED"));
  }

  @Test
  void theJobStartsWithOptionsThatExist() throws Exception {
    String compose = Files.readString(DOCKER.resolve("compose.yaml"));
    String[] options =
        compose
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("- --") && line.contains("="))
            .map(line -> line.substring(2))
            .toArray(String[]::new);
    assertThat(options).hasSize(6);
    CommandLine.ParseResult anomaly =
        Main.commandLine()
            .parseArgs(
                Stream.concat(Stream.of("anomaly"), Stream.of(options)).toArray(String[]::new))
            .subcommand();
    assertThat(anomaly.matchedOptions()).hasSameSizeAs(options);
  }
}

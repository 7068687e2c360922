package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.SharedBroker;
import io.flinklstm.jobs.Topics;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {

  private final StringWriter errors = new StringWriter();
  private final CommandLine main = Main.commandLine().setErr(new PrintWriter(errors, true));

  @TempDir private Path directory;

  @Test
  void namesTheOptionsThatAreMissing() {
    assertThat(main.execute("anomaly")).isEqualTo(2);
    assertThat(errors.toString()).contains("--name", "--bootstrap", "--input", "--model");
  }

  @Test
  void saysInOneLineThatTheModelCannotBeRead() {
    assertThat(execute("localhost:1", "in", directory.resolve("none").toString())).isEqualTo(1);
    assertThat(errors.toString())
        .startsWith("flink-lstm: model ")
        .contains("cannot be read")
        .hasLineCount(1);
  }

  @Test
  void saysInOneLineThatTheModelIsNone() throws Exception {
    Path file = Files.writeString(directory.resolve("model"), "this is no model file");
    assertThat(execute("localhost:1", "in", file.toString())).isEqualTo(1);
    assertThat(errors.toString()).startsWith("flink-lstm: model").hasLineCount(1);
  }

  @Test
  void refusesBeforeTheJobIsSubmittedWhereATopicIsMissing() throws Exception {
    Topics topics = SharedBroker.topics(1);
    assertThat(execute(topics.bootstrapServers(), "nowhere", model().toString())).isEqualTo(1);
    assertThat(errors.toString())
        .startsWith("flink-lstm: no topic dead, nowhere, out on Kafka at")
        .hasLineCount(1);
  }

  @Test
  void refusesOptionsOfTheOperatorAsAFileWould() throws Exception {
    assertThat(
            execute(
                "localhost:1",
                "in",
                model().toString(),
                "--state-encoding=float8",
                "--on-model-change=replay"))
        .isEqualTo(1);
    assertThat(errors.toString())
        .contains(
            "options: operator.state-encoding: found \"float8\", expected float32 or float16",
            "options: operator.on-model-change: found replay, expected remembered-rows beside it")
        .hasLineCount(2);
  }

  @Test
  void namesThePortThatIsNone() {
    assertThat(main.execute("demo", "--web-port=99999")).isEqualTo(1);
    assertThat(errors.toString())
        .startsWith("flink-lstm: --web-port is 99999, expected 1 to 65535")
        .hasLineCount(1);
  }

  private int execute(String bootstrap, String input, String model, String... more) {
    Stream<String> options =
        Stream.of(
            "anomaly",
            "--name=test",
            "--bootstrap=" + bootstrap,
            "--input=" + input,
            "--output=out",
            "--dead-letters=dead",
            "--model=" + model);
    return main.execute(Stream.concat(options, Stream.of(more)).toArray(String[]::new));
  }

  private Path model() throws Exception {
    Path file = directory.resolve("model.safetensors");
    try (InputStream in =
        MainTest.class.getResourceAsStream("/io/flinklstm/jobs/demo/chicago-l.safetensors")) {
      Files.copy(in, file);
    }
    return file;
  }
}

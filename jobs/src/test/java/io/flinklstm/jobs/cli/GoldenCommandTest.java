package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every file beside a recording in the reference folder, through the command a user types. */
class GoldenCommandTest {

  private static final Path GOLDEN = Path.of("..", "..", "shared", "golden").normalize();
  private static final List<String> FORMS =
      List.of("model.safetensors", "state_dict.pt", "model.onnx", "model.keras", "model.h5");

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> verifiesOrRefusesEachFormOfEachCase() throws IOException {
    assumeTrue(Files.isDirectory(GOLDEN), "skipped: no reference vectors in " + GOLDEN);
    List<Path> cases;
    try (Stream<Path> folders = Files.list(GOLDEN)) {
      cases = folders.filter(f -> Files.exists(f.resolve("io.safetensors"))).sorted().toList();
    }
    assertThat(cases).isNotEmpty();
    String refusals = refusals();
    return cases.stream()
        .flatMap(each -> FORMS.stream().map(each::resolve).filter(Files::exists))
        .map(file -> DynamicTest.dynamicTest(name(file), () -> check(file, refusals)));
  }

  private static String name(Path file) {
    return GOLDEN.relativize(file).toString();
  }

  private void check(Path file, String refusals) throws IOException {
    Path yaml = Files.createTempFile(folder, "golden", ".yaml");
    Files.writeString(yaml, description(file.getParent()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = verify(file, yaml, out, err);
    if (isRefused(file, refusals)) {
      assertThat(code).as(out.toString()).isEqualTo(1);
      assertThat(err.toString())
          .startsWith("flink-lstm: " + file.getFileName() + ": ")
          .contains("found", "expected");
    } else {
      assertThat(code).as(err.toString() + out).isZero();
      assertThat(out.toString().lines().reduce("", (a, b) -> b)).startsWith("verify: PASS max=");
    }
  }

  private static int verify(Path file, Path yaml, StringWriter out, StringWriter err) {
    CommandLine main = Main.commandLine();
    main.setOut(new PrintWriter(out));
    main.setErr(new PrintWriter(err));
    String reference = file.resolveSibling("io.safetensors").toString();
    return main.execute(
        "verify",
        "--model",
        file.toString(),
        "--describe",
        yaml.toString(),
        "--reference",
        reference);
  }

  /** The reference folder's own table; its names may hold a star for any ending. */
  private static String refusals() throws IOException {
    String readme = Files.readString(GOLDEN.resolve("README.md"));
    int table = readme.indexOf("## Files that must be refused");
    assertThat(table).isPositive();
    return readme.substring(table);
  }

  private static boolean isRefused(Path file, String refusals) {
    String name = file.getParent().getFileName().toString();
    return Stream.of(refusals.split("`"))
        .map(quoted -> quoted.replaceAll("/.*$", "").replace("*", ".*"))
        .anyMatch(quoted -> !quoted.isBlank() && name.matches(quoted));
  }

  /** What a user would have to say besides: the weights alone do not tell it. */
  private static String description(Path folder) throws IOException {
    StringBuilder yaml = new StringBuilder("name: golden\n");
    for (String meta : List.of("meta.json", "tf1.json")) {
      if (Files.exists(folder.resolve(meta))) {
        JsonNode json = new ObjectMapper().readTree(folder.resolve(meta).toFile());
        yaml.append("nonlinearity: ").append(json.path("nonlinearity").asText("tanh")).append('\n');
        if (json.has("forget_bias")) {
          yaml.append("forget-bias: ").append(json.get("forget_bias")).append('\n');
        }
      }
    }
    return yaml.toString();
  }
}

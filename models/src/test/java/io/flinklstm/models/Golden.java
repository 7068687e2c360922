package io.flinklstm.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The reference vectors beside the checkout. Which of them must be refused and how near the others
 * must come is read from their own README, so that a case dropped in is tested as it says there.
 */
public final class Golden {

  private static final Path FOLDER = Path.of("..", "..", "shared", "golden").normalize();
  private static final List<String> FORMS =
      List.of("model.safetensors", "state_dict.pt", "model.onnx", "model.keras", "model.h5");
  private static final Pattern ROW =
      Pattern.compile("^\\|(?<files>[^|]*`[^|]*)\\|(?<when>[^|]*)\\|$");
  private static final String NEAR = "(?:` |f64\\| )\u2264 ([0-9.e-]+)";

  private Golden() {}

  /** A folder of reference vectors; skips the test where there is none. */
  public static Path folder(String name) {
    Path folder = FOLDER.resolve(name);
    assumeTrue(Files.isDirectory(folder), "skipped: no reference vectors in " + folder);
    return folder;
  }

  /** The files of a folder whose names end so, sorted. */
  public static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every model file that lies beside a recording. */
  public static List<Path> recorded() {
    List<Path> files =
        files(folder(""), "").stream()
            .filter(folder -> Files.exists(folder.resolve("io.safetensors")))
            .flatMap(folder -> FORMS.stream().map(folder::resolve).filter(Files::exists))
            .toList();
    assertThat(files).isNotEmpty();
    return files;
  }

  /** A file's name for people: case and file. */
  public static String name(Path file) {
    return file.getParent().getFileName() + "/" + file.getFileName();
  }

  /** The reference folders' table of what must be refused, as text. */
  public static String refusals() {
    return section("## Files that must be refused");
  }

  private static String section(String heading) {
    try {
      String readme = Files.readString(folder("").resolve("README.md"));
      int from = readme.indexOf(heading);
      assertThat(from).as(heading).isNotNegative();
      int next = readme.indexOf("\n## ", from + 1);
      return readme.substring(from, next < 0 ? readme.length() : next);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a file must be refused, or empty where it must not; names may hold a star. */
  public static Optional<Refusal> refusal(Path file) {
    String folder = file.getParent().getFileName().toString();
    return refusals()
        .lines()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .filter(
            row ->
                Stream.of(row.group("files").split("`"))
                    .map(name -> name.replaceAll("/model\\..*$", "").replace("*", ".*"))
                    .anyMatch(name -> folder.matches(name) || name(file).matches(name)))
        .map(row -> Refusal.of(row.group("when")))
        .findFirst();
  }

  /** How near the float64 results a case's outputs must come. */
  public static double tolerance(Path file) {
    String tolerances = section("## Tolerances");
    String folder = file.getParent().getFileName().toString();
    Matcher own = Pattern.compile(Pattern.quote(folder) + NEAR).matcher(tolerances);
    Matcher all = Pattern.compile("result - " + NEAR).matcher(tolerances);
    assertThat(all.find()).as("the general tolerance").isTrue();
    return Double.parseDouble((own.find() ? own : all).group(1));
  }

  /** Whether ONNX Runtime does not run this file, or not as it was meant. */
  public static boolean isBeyondOnnxRuntime(Path file) {
    String introduction = section("# Golden vectors");
    int exceptions = introduction.indexOf("ran in\nonnxruntime");
    assertThat(exceptions).isPositive();
    String folder = file.getParent().getFileName().toString();
    return introduction.indexOf("`" + folder + "`", exceptions) > 0;
  }

  /** What a user would have to say besides: the weights alone do not tell it. */
  public static String description(Path file) throws IOException {
    StringBuilder yaml = new StringBuilder("name: golden\n");
    for (String meta : List.of("meta.json", "tf1.json")) {
      if (Files.exists(file.resolveSibling(meta))) {
        JsonNode json = new ObjectMapper().readTree(file.resolveSibling(meta).toFile());
        yaml.append("nonlinearity: ").append(json.path("nonlinearity").asText("tanh")).append('\n');
        if (json.has("forget_bias")) {
          yaml.append("forget-bias: ").append(json.get("forget_bias")).append('\n');
        }
      }
    }
    return yaml.toString();
  }
}

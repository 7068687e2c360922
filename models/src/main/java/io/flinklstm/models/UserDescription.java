package io.flinklstm.models;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.flinklstm.core.Feature;
import io.flinklstm.core.Output;
import io.flinklstm.core.ScorerDescription;
import io.flinklstm.core.Task;
import io.flinklstm.models.bare.BareOptions;
import io.flinklstm.models.format.JsonObject;
import io.flinklstm.models.format.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * What a user says about a model besides its file, as YAML; everything is optional. {@code
 * docs/export.md} lists the fields.
 *
 * @param weights what completes bare weights
 * @param features names and scaling of the inputs, or empty for plain columns
 * @param outputs names of the outputs, or empty to number them
 * @param lastStep whether a sequence's result is its last step's, for what does not say so itself
 * @param batchFirst how recorded inputs are laid out, for what does not say so itself
 * @param zeroState begin with zeros, whatever initial state the file brings
 * @param resetAfter treat every GRU of an ONNX file as one that resets after the product
 */
public record UserDescription(
    Optional<String> name,
    Optional<Task> task,
    BareOptions weights,
    List<Feature> features,
    List<Output> outputs,
    Optional<ScorerDescription> scorer,
    Optional<Boolean> lastStep,
    Optional<Boolean> batchFirst,
    boolean zeroState,
    boolean resetAfter,
    Map<String, String> provenance) {

  private static final int MAX_BYTES = 1 << 20;

  private static final ObjectMapper YAML =
      new YAMLMapper(YAMLFactory.builder().loaderOptions(limits()).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static LoaderOptions limits() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(32);
    options.setCodePointLimit(MAX_BYTES);
    return options;
  }

  /** Nothing said. */
  public static UserDescription none() {
    return parse("{}");
  }

  /** Reads a YAML file. */
  public static UserDescription read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new ModelFormatException(
          "description " + file.getFileName(), Files.size(file) + " bytes", "at most " + MAX_BYTES);
    }
    return parse(Files.readString(file));
  }

  /** Reads YAML text. */
  public static UserDescription parse(String yaml) {
    JsonObject json = JsonObject.parse("description", yaml, YAML);
    UserDescription description =
        new UserDescription(
            json.has("name") ? Optional.of(json.text("name")) : Optional.empty(),
            json.has("task") ? Optional.of(json.choice("task", Task.class)) : Optional.empty(),
            BareOptions.of(json),
            json.has("features") ? DescriptionJson.features(json) : List.of(),
            json.has("outputs") ? DescriptionJson.outputs(json) : List.of(),
            json.has("scorer")
                ? Optional.of(DescriptionJson.scorer(json.object("scorer")))
                : Optional.empty(),
            choice(json, "output", "last-step", "every-event"),
            json.has("batch-first") ? Optional.of(json.flag("batch-first")) : Optional.empty(),
            choice(json, "initial-state", "zeros", "file").orElse(false),
            choice(json, "gru-reset", "after", "file").orElse(false),
            json.has("provenance")
                ? DescriptionJson.provenance(json.object("provenance"))
                : Map.of());
    json.finish();
    return description;
  }

  /** Whether the field says the first of two values, or empty where it is not there. */
  private static Optional<Boolean> choice(JsonObject json, String name, String yes, String no) {
    if (!json.has(name)) {
      return Optional.empty();
    }
    String value = json.text(name);
    if (!value.equals(yes) && !value.equals(no)) {
      throw new ModelFormatException(json.place() + "." + name, value, yes + " or " + no);
    }
    return Optional.of(value.equals(yes));
  }
}

package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.StartupException;
import io.flinklstm.models.ImportedModel;
import io.flinklstm.models.ModelFile;
import io.flinklstm.models.UserDescription;
import io.flinklstm.models.format.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say how a model file is to be read. */
final class ModelOptions {

  @Option(
      names = "--describe",
      description = "YAML that says what the file does not: see docs/export.md.")
  private Path describe;

  /**
   * Reads a model.
   *
   * @param key names the state dict in a checkpoint that holds several; null where it need not
   * @param window whether the model may need whole sequences
   */
  ImportedModel read(Path file, String key, boolean window) {
    try {
      UserDescription description =
          describe == null ? UserDescription.none() : UserDescription.read(describe);
      return ModelFile.read(
          file, new ModelFile.Options(Optional.ofNullable(key), description, window));
    } catch (ModelFormatException e) {
      throw new StartupException(e.getMessage(), e);
    } catch (IOException e) {
      throw new StartupException("model " + file + " cannot be read (" + e + ")", e);
    }
  }
}

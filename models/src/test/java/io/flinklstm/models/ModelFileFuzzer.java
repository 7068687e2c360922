package io.flinklstm.models;

import io.flinklstm.models.format.ModelFormatException;
import java.util.Optional;

/**
 * Entry for a coverage-guided fuzzer: any bytes must be a model or a {@link ModelFormatException}.
 *
 * <p>{@code models/fuzz.sh SECONDS} runs it under Jazzer, starting from the corpus.
 */
public final class ModelFileFuzzer {

  private static final UserDescription ANYTHING =
      UserDescription.parse("{nonlinearity: tanh, forget-bias: 1, gru-reset: after}");

  private ModelFileFuzzer() {}

  /** Jazzer's entry. */
  public static void fuzzerTestOneInput(byte[] file) {
    read(file, true);
    read(file, false);
  }

  /** Whether the bytes are a model that can be run; false where they are refused. */
  static boolean read(byte[] file, boolean window) {
    try {
      ModelFile.Options options = new ModelFile.Options(Optional.empty(), ANYTHING, window);
      ModelFile.read(file, Optional.empty(), "fuzzed", options);
      return true;
    } catch (ModelFormatException refused) {
      return false;
    }
  }
}

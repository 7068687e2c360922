package io.flinklstm.models.keras;

import io.flinklstm.models.draft.Draft;
import io.flinklstm.models.draft.Step;
import io.flinklstm.models.format.JsonObject;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.ZipEntries;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a Keras model with recurrent layers. */
public final class KerasFile {

  private static final int MAX_CONFIG = 4 << 20;
  private static final String WEIGHTS = "model.weights.h5";

  private KerasFile() {}

  /** Whether these first bytes are those of an HDF5 file. */
  public static boolean looksLikeHdf5(byte[] start) {
    return Hdf5.looksLike(start);
  }

  /** Whether an archive is one of Keras'. */
  public static boolean isKeras(ZipEntries zip) {
    return zip.has("config.json") && zip.has("metadata.json");
  }

  /** Reads a {@code .keras} archive. */
  public static Draft readArchive(byte[] file) {
    ZipEntries zip = ZipEntries.of(file);
    int cap = (int) Math.min(MAX_CONFIG, 64L * file.length);
    String version =
        JsonObject.parse("metadata", zip.text("metadata.json", cap)).text("keras_version");
    KerasConfig config = KerasConfig.of(zip.text("config.json", cap));
    if (!zip.has(WEIGHTS)) {
      throw new ModelFormatException("archive", zip.names(), WEIGHTS + ", in one piece");
    }
    ByteBuffer weights = zip.get(WEIGHTS, (int) Math.min(Integer.MAX_VALUE - 8, 64L * file.length));
    byte[] bytes = new byte[weights.remaining()];
    weights.get(bytes);
    try (Hdf5 hdf5 = Hdf5.of(bytes)) {
      return draft("Keras archive", version, config, KerasWeights.numbered(hdf5, config.layers()));
    }
  }

  /** Reads an {@code .h5} file of a whole model. */
  public static Draft readHdf5(byte[] file) {
    try (Hdf5 hdf5 = Hdf5.of(file)) {
      String version = hdf5.text("", "keras_version");
      String config = hdf5.text("", "model_config");
      if (config == null) {
        throw new ModelFormatException(
            "HDF5 attribute model_config",
            "none: the file holds weights alone",
            "a whole model: use model.save, not save_weights");
      }
      return draft("Keras HDF5", version, KerasConfig.of(config), KerasWeights.named(hdf5));
    }
  }

  private static Draft draft(
      String format, String version, KerasConfig config, KerasWeights weights) {
    KerasActivations activations = KerasActivations.ofVersion(version);
    List<Step> steps = new KerasSteps(weights, activations).of(config.path());
    int width = input(steps);
    return new Draft(
        format + ", version " + version, width, steps, Map.of(), Optional.of(true), List.of());
  }

  private static int input(List<Step> steps) {
    for (Step step : steps) {
      if (step instanceof Step.Recurrent recurrent) {
        return recurrent.cell().input();
      } else if (step instanceof Step.Bidirectional both) {
        return both.forward().input();
      } else if (step instanceof Step.Embedding) {
        return 1;
      } else if (step instanceof Step.Dense dense) {
        return dense.w().length / dense.outputs();
      } else if (step instanceof Step.Affine affine) {
        return affine.scale().length;
      } else if (step instanceof Step.LayerNorm norm) {
        return norm.gamma().length;
      }
    }
    throw new ModelFormatException("config.layers", "no recurrent layer", "at least one");
  }
}

package io.flinklstm.models;

import io.flinklstm.models.bare.TensorFlowWeights;
import io.flinklstm.models.bare.TorchWeights;
import io.flinklstm.models.draft.Draft;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import io.flinklstm.models.format.ZipEntries;
import io.flinklstm.models.keras.KerasFile;
import io.flinklstm.models.onnx.OnnxFile;
import io.flinklstm.models.pytorch.TorchFile;
import io.flinklstm.models.safetensors.Safetensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens a model file of any format that is known; told apart by its first bytes. */
public final class ModelFile {

  private static final int START = 512;
  private static final int TAR_MAGIC = 257;

  private ModelFile() {}

  /**
   * How to read a file.
   *
   * @param key of the state dict in a checkpoint
   * @param description what the user says about the model
   * @param window whether a network may need whole sequences
   */
  public record Options(Optional<String> key, UserDescription description, boolean window) {

    /** Nothing said; a network that runs one event at a time. */
    public static Options plain() {
      return new Options(Optional.empty(), UserDescription.none(), false);
    }
  }

  /**
   * Reads a model.
   *
   * @throws ModelFormatException where the file is damaged, hostile, not understood, or too little
   *     is known about the model; the message names the place and what to do
   */
  public static ImportedModel read(Path file, Options options) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      return read(
          bytes, Optional.ofNullable(file.toAbsolutePath().getParent()), name(file), options);
    } catch (ModelFormatException e) {
      throw e.in(file.getFileName());
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replaceAll("\\.[a-zA-Z0-9]+$", "");
  }

  /**
   * Reads a model's bytes.
   *
   * @param folder where an ONNX file's further files may lie; empty to allow none
   * @param name of the model where the description gives none
   */
  public static ImportedModel read(
      byte[] file, Optional<Path> folder, String name, Options options) {
    byte[] start = Arrays.copyOf(file, Math.min(START, file.length));
    if (Safetensors.looksLike(start)) {
      Safetensors tensors = Safetensors.read(file);
      return ModelBundle.isBundle(tensors)
          ? ImportedModel.of(ModelBundle.read(file), options)
          : ImportedModel.of(bare("safetensors", tensors.tensors(), options), name, options);
    }
    return ImportedModel.of(draft(file, start, folder, options), name, options);
  }

  private static Draft draft(byte[] file, byte[] start, Optional<Path> folder, Options options) {
    if (ZipEntries.looksLike(start)) {
      return archive(file, options);
    } else if (TorchFile.looksLikeStream(start)) {
      return bare("PyTorch stream", torch(file, options), options);
    } else if (KerasFile.looksLikeHdf5(start)) {
      return KerasFile.readHdf5(file);
    } else if (OnnxFile.looksLike(start)) {
      return OnnxFile.read(file, folder, options.description().resetAfter());
    } else if (isTar(start)) {
      throw new ModelFormatException(
          "file", "a tar archive of PyTorch before 0.2", "a state dict saved by a newer PyTorch");
    }
    String first = HexFormat.of().formatHex(Arrays.copyOf(start, Math.min(16, start.length)));
    throw new ModelFormatException(
        "file", "first bytes " + first, "safetensors, PyTorch, ONNX or Keras");
  }

  private static Map<String, RawTensor> torch(byte[] file, Options options) {
    return TorchFile.read(file, options.key(), options.description().weights().names());
  }

  private static boolean isTar(byte[] start) {
    return start.length >= TAR_MAGIC + 5
        && new String(start, TAR_MAGIC, 5, StandardCharsets.US_ASCII).equals("ustar");
  }

  private static Draft archive(byte[] file, Options options) {
    ZipEntries zip = ZipEntries.of(file);
    if (TorchFile.isTorch(zip)) {
      return bare("PyTorch", torch(file, options), options);
    } else if (KerasFile.isKeras(zip)) {
      return KerasFile.readArchive(file);
    }
    List<String> names = zip.names().stream().limit(10).toList();
    throw new ModelFormatException("archive", "entries " + names, "one of PyTorch or Keras");
  }

  private static Draft bare(String source, Map<String, RawTensor> tensors, Options options) {
    return TensorFlowWeights.looksLike(tensors)
        ? TensorFlowWeights.read(
            "TensorFlow 1 in " + source, tensors, options.description().weights())
        : TorchWeights.read(source + " state dict", tensors, options.description().weights());
  }
}

package io.flinklstm.models.pytorch;

import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import io.flinklstm.models.format.ZipEntries;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what {@code torch.save} wrote, executing nothing. */
public final class TorchFile {

  private static final int MAX_PICKLE = 64 << 20;
  private static final byte[] STREAM = {
    (byte) 0x80, 2, (byte) 0x8a, 0x0a, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9
  };

  private TorchFile() {}

  /** Whether these first bytes are those of the form before PyTorch 1.6. */
  public static boolean looksLikeStream(byte[] start) {
    return start.length >= STREAM.length
        && ByteBuffer.wrap(start, 0, STREAM.length).equals(ByteBuffer.wrap(STREAM));
  }

  /** Whether an archive is one of PyTorch's. */
  public static boolean isTorch(ZipEntries zip) {
    return zip.names().stream().anyMatch(name -> name.endsWith("/data.pkl"));
  }

  /**
   * The tensors of the state dict in a file, by name; a common prefix {@code module.} is taken off.
   *
   * @param key where in the checkpoint the state dict is, if it is not the only one
   * @param names of the tensors where the file holds a list of them, or none
   */
  public static Map<String, RawTensor> read(byte[] file, Optional<String> key, List<String> names) {
    if (looksLikeStream(file)) {
      TorchStream stream = TorchStream.read(file);
      return new StateDict(stream.records(), file.length).of(stream.root(), key, names);
    }
    ZipEntries zip = ZipEntries.of(file);
    String folder = folder(zip);
    Pickled root = Unpickler.read(zip.get(folder + "data.pkl", Math.min(MAX_PICKLE, file.length)));
    return new StateDict(s -> zip.get(folder + "data/" + s.key(), file.length), file.length)
        .of(root, key, names);
  }

  private static String folder(ZipEntries zip) {
    String pickle =
        zip.names().stream()
            .filter(
                name -> name.endsWith("/data.pkl") && name.indexOf('/') == name.lastIndexOf('/'))
            .findFirst()
            .orElseThrow(
                () ->
                    new ModelFormatException(
                        "archive", "no data.pkl in " + zip.names(), "a file of torch.save"));
    String folder = pickle.substring(0, pickle.indexOf('/') + 1);
    if (zip.has(folder + "constants.pkl")) {
      throw new ModelFormatException(
          "archive", "TorchScript (constants.pkl)", "a state dict: save model.state_dict()");
    }
    if (zip.has(folder + "byteorder") && !zip.text(folder + "byteorder", 16).equals("little")) {
      throw new ModelFormatException("archive: byteorder", "not little", "little");
    }
    return folder;
  }
}

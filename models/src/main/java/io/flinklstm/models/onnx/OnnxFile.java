package io.flinklstm.models.onnx;

import io.flinklstm.models.draft.Draft;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** Reads an ONNX model with recurrent nodes. */
public final class OnnxFile {

  private OnnxFile() {}

  /**
   * Whether these first bytes can be those of an ONNX model: its first field is the version of the
   * format.
   */
  public static boolean looksLike(byte[] start) {
    return start.length > 2 && start[0] == 8 && start[1] > 0 && start[1] < 32;
  }

  /**
   * Reads a model's bytes.
   *
   * @param folder where weights in other files may be read from; empty to allow none
   * @param resetAfter treat every GRU as one that resets after the matrix product, as PyTorch's do
   */
  public static Draft read(byte[] file, Optional<Path> folder, boolean resetAfter) {
    OnnxGraph graph = OnnxGraph.read(ByteBuffer.wrap(file), new ExternalData(folder));
    return new GraphWalk(graph, resetAfter).draft();
  }
}

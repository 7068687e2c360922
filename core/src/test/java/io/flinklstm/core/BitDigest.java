package io.flinklstm.core;

import io.flinklstm.core.kernel.KernelChoice;
import io.flinklstm.core.kernel.Kernels;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;

/**
 * A program of its own: prints the kernels that its JVM chose and a checksum of every bit that all
 * cells give, at sizes around the lanes and waves up to the given size. The same on every JVM.
 */
final class BitDigest {

  private static final int INPUTS = 3;
  private static final int STEPS = 3;
  private static final int[] HIDDEN = {1, 4, 7, 16, 33};

  private final Kernels kernels = KernelChoice.ofThisJvm().kernels();

  private BitDigest() {}

  /** Arguments: the largest wave, and how often all is computed, warmer each time. */
  public static void main(String[] args) {
    BitDigest digest = new BitDigest();
    int[] waves = waves(Integer.parseInt(args[0]));
    long first = digest.of(waves);
    for (int i = 1; i < Integer.parseInt(args[1]); i++) {
      long again = digest.of(waves);
      if (again != first) {
        throw new IllegalStateException("run " + i + " gave other bits: " + again + ", " + first);
      }
    }
    System.out.println(digest.kernels.name() + " " + Long.toHexString(first));
  }

  private static int[] waves(int largest) {
    return Arrays.stream(new int[] {1, 2, 3, 4, 5, 6, 7, 9, 13, 64, 257, 512})
        .filter(rows -> rows <= largest)
        .toArray();
  }

  private long of(int[] waves) {
    CRC32C crc = new CRC32C();
    for (int hidden : HIDDEN) {
      for (LayerDescription layer : Cells.all(INPUTS, hidden)) {
        Map<String, Tensor> tensors = Networks.weights(layer, 1);
        Network network = Networks.on(kernels, tensors, layer);
        for (int rows : waves) {
          add(crc, network, rows);
        }
      }
    }
    return crc.getValue();
  }

  /** Every row counts by itself: the checksum of a wave is that of its rows, one after another. */
  private static void add(CRC32C crc, Network network, int rows) {
    Random random = new Random(7);
    float[][][] x = new float[STEPS][rows][];
    for (float[][] step : x) {
      for (int r = 0; r < rows; r++) {
        step[r] = Networks.uniform(random, INPUTS, 3);
      }
    }
    float[][] states = Networks.initialStates(network, rows);
    for (float[][] step : Networks.run(network, network.newWorkspace(rows), x, states)) {
      add(crc, step);
    }
    add(crc, states);
  }

  private static void add(CRC32C crc, float[][] rows) {
    for (float[] row : rows) {
      for (float value : row) {
        int bits = Float.floatToRawIntBits(value);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
          crc.update(bits >>> shift);
        }
      }
    }
  }
}

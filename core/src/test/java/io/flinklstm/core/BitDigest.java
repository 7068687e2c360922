package io.flinklstm.core;

import io.flinklstm.core.kernel.Kernels;
import io.flinklstm.core.kernel.ScalarKernels;
import io.flinklstm.core.kernel.VectorKernels;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * Digests every bit that every cell gives, in waves of all sizes, over as many steps as asked for.
 * Run in JVMs of all kinds by {@link SameBitsEverywhereTest}; prints the kernels' name and the
 * digest. Takes the kernels without their self-check, which an interpreter needs minutes for.
 */
final class BitDigest {

  private static final int INPUTS = 3;
  private static final int[] WAVES = {1, 2, 3, 4, 5, 6, 7, 8, 11, 16, 31, 32};

  private final CRC32 digest = new CRC32();
  private final Kernels kernels;
  private final float[][] x;

  private BitDigest(Kernels kernels, int mostRows) {
    this.kernels = kernels;
    this.x = new float[mostRows][];
    Random random = new Random(5);
    for (int r = 0; r < mostRows; r++) {
      x[r] = Networks.uniform(random, INPUTS, r % 10 == 0 ? 50 : 2);
    }
  }

  public static void main(String[] args) {
    Kernels kernels = args[0].equals("scalar") ? new ScalarKernels() : new VectorKernels();
    int mostRows = Integer.parseInt(args[1]);
    System.out.println(kernels.name() + " " + of(kernels, mostRows, Integer.parseInt(args[2])));
  }

  /** The digest after so many rounds; a round is a wave of each of the smaller sizes. */
  static long of(Kernels kernels, int mostRows, int rounds) {
    BitDigest bits = new BitDigest(kernels, mostRows);
    for (int hidden : new int[] {5, 19}) {
      for (LayerDescription layer : Cells.all(INPUTS, hidden)) {
        bits.add(layer, rounds);
      }
    }
    return bits.digest.getValue();
  }

  private void add(LayerDescription layer, int rounds) {
    Network network = Networks.on(kernels, Networks.weights(layer, 0.5f), layer);
    Workspace w = network.newWorkspace(x.length);
    float[][] state = Networks.initialStates(network, x.length);
    wave(network, w, state, x.length);
    for (int round = 0; round < rounds; round++) {
      for (int rows : WAVES) {
        wave(network, w, state, Math.min(rows, x.length));
      }
    }
    wave(network, w, state, x.length);
  }

  private void wave(Network network, Workspace w, float[][] state, int rows) {
    for (int r = 0; r < rows; r++) {
      w.set(r, 0, x[r], state[r], new double[0]);
    }
    network.advance(w, rows);
    for (int r = 0; r < rows; r++) {
      add(state[r]);
      add(w.outputs(r));
    }
  }

  private void add(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
    bytes.asFloatBuffer().put(values);
    digest.update(bytes.array());
  }
}

package io.flinklstm.operators;

import io.flinklstm.core.Network;
import io.flinklstm.core.WindowNetwork;
import io.flinklstm.core.Workspace;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs a network on zeros until its code is compiled, so that the first events do not wait for the
 * compiler. Compiled code belongs to the process: one task warms for all.
 */
final class KernelWarmUp {

  private static final int ADVANCES = 2_000;
  private static final int LONGEST_MILLIS = 1_000;
  private static final int ROWS = 16;
  private static final Set<Long> WARMED = ConcurrentHashMap.newKeySet();

  private KernelWarmUp() {}

  static void run(Network network) {
    if (!WARMED.add(network.fingerprint())) {
      return;
    }
    Workspace workspace = network.newWorkspace(ROWS);
    for (int r = 0; r < ROWS; r++) {
      workspace.set(
          r,
          0,
          new float[network.fields()],
          new float[network.recurrentFloats()],
          new double[network.runningNumbers()]);
    }
    long end = System.nanoTime() + LONGEST_MILLIS * 1_000_000L;
    for (int i = 0; i < ADVANCES && System.nanoTime() < end; i++) {
      network.advance(workspace, 1 + i % ROWS);
    }
  }

  /** The same over windows of so many steps, or of fewer where they are long. */
  static void run(WindowNetwork network, int longest) {
    if (!WARMED.add(network.fingerprint())) {
      return;
    }
    int steps = Math.min(longest, ROWS);
    long end = System.nanoTime() + LONGEST_MILLIS * 1_000_000L;
    for (int i = 0; i * steps < ADVANCES && System.nanoTime() < end; i++) {
      int rows = 1 + i % ROWS;
      network.run(new float[rows][steps][network.fields()], new long[rows][steps]);
    }
  }
}

package io.flinklstm.core.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which kernels this JVM uses and why. Asks plain questions in order and always ends with a working
 * answer: the scalar kernels, where anything speaks against vectors.
 *
 * @param kernels the ones to use
 * @param reason why these, and what to do for faster ones
 */
public record KernelChoice(Kernels kernels, String reason) {

  /**
   * System property: {@code scalar}; or {@code vector}, also where the compiler makes it slow; or
   * {@code vector-128}, {@code -256}, {@code -512} for that width. Unset: the fastest that works.
   */
  public static final String PROPERTY = "flinklstm.kernels";

  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);
  private static final String MODULE = "jdk.incubator.vector";
  private static final String VECTOR = "io.flinklstm.core.kernel.VectorKernels";
  private static final int C2 = 4; // the tier of HotSpot's optimizing compiler

  /** The choice of this JVM, made and logged once. */
  public static KernelChoice ofThisJvm() {
    return Once.CHOICE;
  }

  private static final class Once {
    static final KernelChoice CHOICE = choose(System.getProperty(PROPERTY, ""));

    static {
      LOG.info("Kernels: {} ({})", CHOICE.kernels.name(), CHOICE.reason);
    }
  }

  static KernelChoice choose(String asked) {
    if (asked.equals("scalar")) {
      return scalar("asked for by -D" + PROPERTY + "=scalar");
    }
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return scalar("the JVM runs without the vector module; pass --add-modules " + MODULE);
    }
    if (!asked.startsWith("vector") && !hasC2()) {
      return scalar("HotSpot's C2 compiler is off, without which vectors are slower");
    }
    return checked(asked);
  }

  private static KernelChoice checked(String asked) {
    Kernels vector;
    try {
      vector =
          Class.forName(VECTOR).asSubclass(Kernels.class).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.warn("The vector kernels could not be loaded", e);
      return scalar("the vector kernels could not be loaded: " + e);
    }
    return SelfCheck.firstDifference(vector, hasC2())
        .map(found -> scalar("the vector kernels failed their self-check: " + found))
        .orElseGet(
            () ->
                new KernelChoice(
                    vector,
                    asked.isEmpty()
                        ? "self-check passed"
                        : "asked for by -D" + PROPERTY + "=" + asked + ", self-check passed"));
  }

  private static KernelChoice scalar(String reason) {
    return new KernelChoice(new ScalarKernels(), reason);
  }

  /** Vector code without C2 allocates an object per operation. */
  private static boolean hasC2() {
    String info = System.getProperty("java.vm.info", "");
    boolean off = info.contains("emulated-client") || info.contains("interpreted mode");
    return !off && highestTier() >= C2;
  }

  private static int highestTier() {
    HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (vm == null) {
      return 0;
    }
    try {
      return Integer.parseInt(vm.getVMOption("TieredStopAtLevel").getValue());
    } catch (IllegalArgumentException e) {
      LOG.debug("This JVM has no TieredStopAtLevel: not HotSpot's tiered compilation", e);
      return 0;
    }
  }
}

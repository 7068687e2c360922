package io.flinklstm.core.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The one vector shape of this JVM. A constant, or the compiler would box every vector. */
final class Lanes {

  static final VectorSpecies<Float> SPECIES =
      switch (System.getProperty(KernelChoice.PROPERTY, "")) {
        case "vector-128" -> FloatVector.SPECIES_128;
        case "vector-256" -> FloatVector.SPECIES_256;
        case "vector-512" -> FloatVector.SPECIES_512;
        default -> FloatVector.SPECIES_PREFERRED;
      };

  static final int LANES = SPECIES.length();

  private Lanes() {}
}

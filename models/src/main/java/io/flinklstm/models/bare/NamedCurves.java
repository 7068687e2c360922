package io.flinklstm.models.bare;

import io.flinklstm.models.draft.Curve;
import io.flinklstm.models.format.ModelFormatException;
import java.util.Arrays;
import java.util.Locale;

/** Activations by the names that descriptions use, with PyTorch's parameters. */
final class NamedCurves {

  private NamedCurves() {}

  static Curve of(String place, String name) {
    return switch (name) {
      case "hard-sigmoid" -> new Curve(Curve.Kind.HARD_SIGMOID, 1 / 6f, 0.5f);
      case "leaky-relu" -> new Curve(Curve.Kind.LEAKY_RELU, 0.01f, 0);
      case "elu" -> new Curve(Curve.Kind.ELU, 1, 0);
      default -> Curve.of(plain(place, name));
    };
  }

  private static Curve.Kind plain(String place, String name) {
    for (Curve.Kind kind : Curve.Kind.values()) {
      boolean plain = kind.ordinal() <= Curve.Kind.EXPONENTIAL.ordinal();
      plain |= kind.ordinal() >= Curve.Kind.SELU.ordinal();
      if (plain && kind.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
        return kind;
      }
    }
    throw new ModelFormatException(
        place, "activation " + name, "one of " + Arrays.toString(Curve.Kind.values()));
  }
}

package io.flinklstm.models.onnx;

import io.flinklstm.models.draft.Curve;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The activation functions of a recurrent node.
 *
 * <p>Their parameters stand in two lists, one value for each function that has that parameter, as
 * ONNX Runtime reads them; functions without one take none.
 */
final class Activations {

  private final OnnxNode node;
  private final List<String> names;
  private final Iterator<Float> alphas;
  private final Iterator<Float> betas;

  Activations(OnnxNode node, int directions, List<String> defaults) {
    this.node = node;
    List<String> given = node.texts("activations");
    int expected = directions * defaults.size();
    if (!given.isEmpty() && given.size() != expected) {
      throw node.refused(given.size() + " activations", "" + expected);
    }
    this.names = new ArrayList<>(given);
    while (names.size() < expected) {
      names.addAll(defaults);
    }
    this.alphas = values("activation_alpha");
    this.betas = values("activation_beta");
  }

  private Iterator<Float> values(String attribute) {
    float[] values = node.reals(attribute);
    return IntStream.range(0, values.length).mapToObj(i -> values[i]).iterator();
  }

  List<Curve> curves() {
    return names.stream().map(name -> curve(name.toLowerCase(Locale.ROOT))).toList();
  }

  private Curve curve(String name) {
    return switch (name) {
      case "tanh" -> Curve.TANH;
      case "sigmoid" -> Curve.SIGMOID;
      case "relu" -> Curve.of(Curve.Kind.RELU);
      case "softsign" -> Curve.of(Curve.Kind.SOFTSIGN);
      case "softplus" -> Curve.of(Curve.Kind.SOFTPLUS);
      case "hardsigmoid" -> new Curve(Curve.Kind.HARD_SIGMOID, alpha(0.2f), beta(0.5f));
      case "leakyrelu" -> new Curve(Curve.Kind.LEAKY_RELU, alpha(0.01f), 0);
      case "elu" -> new Curve(Curve.Kind.ELU, alpha(1), 0);
      case "thresholdedrelu" -> new Curve(Curve.Kind.THRESHOLDED_RELU, alpha(1), 0);
      case "affine" -> new Curve(Curve.Kind.AFFINE, alpha(1), beta(0));
      case "scaledtanh" -> new Curve(Curve.Kind.SCALED_TANH, alpha(1), beta(1));
      default -> throw node.refused("activation " + name, "one of the ONNX specification");
    };
  }

  private float alpha(float otherwise) {
    return alphas.hasNext() ? alphas.next() : otherwise;
  }

  private float beta(float otherwise) {
    return betas.hasNext() ? betas.next() : otherwise;
  }
}

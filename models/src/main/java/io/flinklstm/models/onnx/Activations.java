package io.flinklstm.models.onnx;

import io.flinklstm.core.ActivationFunction;
import io.flinklstm.core.LayerDescription.Activation;
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

  List<ActivationFunction> curves() {
    return names.stream().map(name -> curve(name.toLowerCase(Locale.ROOT))).toList();
  }

  private ActivationFunction curve(String name) {
    return switch (name) {
      case "tanh" -> ActivationFunction.of(Activation.TANH);
      case "sigmoid" -> ActivationFunction.of(Activation.SIGMOID);
      case "relu" -> ActivationFunction.of(Activation.RELU);
      case "softsign" -> ActivationFunction.of(Activation.SOFTSIGN);
      case "softplus" -> ActivationFunction.of(Activation.SOFTPLUS);
      case "hardsigmoid" ->
          new ActivationFunction(Activation.HARD_SIGMOID, alpha(0.2f), beta(0.5f));
      case "leakyrelu" -> new ActivationFunction(Activation.LEAKY_RELU, alpha(0.01f), 0);
      case "elu" -> new ActivationFunction(Activation.ELU, alpha(1), 0);
      case "thresholdedrelu" -> new ActivationFunction(Activation.THRESHOLDED_RELU, alpha(1), 0);
      case "affine" -> new ActivationFunction(Activation.AFFINE, alpha(1), beta(0));
      case "scaledtanh" -> new ActivationFunction(Activation.SCALED_TANH, alpha(1), beta(1));
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

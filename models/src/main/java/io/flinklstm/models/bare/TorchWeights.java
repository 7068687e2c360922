package io.flinklstm.models.bare;

import io.flinklstm.core.ActivationFunction;
import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.models.draft.Draft;
import io.flinklstm.models.draft.Step;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PyTorch state dict: layers found by their tensors' names. */
public final class TorchWeights {

  private static final Pattern RECURRENT =
      Pattern.compile("(.*?)weight_ih(?:_l[0-9]+)?(?:_reverse)?");

  private final NamedArrays arrays;
  private final BareOptions options;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private int input;
  private int width;

  private TorchWeights(Map<String, RawTensor> tensors, BareOptions options) {
    this.arrays = new NamedArrays(tensors);
    this.options = options;
  }

  /** Understands the tensors as a model. */
  public static Draft read(String source, Map<String, RawTensor> tensors, BareOptions options) {
    TorchWeights weights = new TorchWeights(tensors, options);
    weights.refuseDisguised();
    List<BareOptions.Layer> layers =
        options.layers().isEmpty() ? weights.inferred() : options.layers();
    layers.forEach(weights::add);
    weights.arrays.finish();
    if (weights.steps.isEmpty()) {
      throw new ModelFormatException("weights", "no layers", "at least one");
    }
    return new Draft(
        source, weights.input, weights.steps, Map.of(), Optional.empty(), weights.notes);
  }

  private void refuseDisguised() {
    for (String name : arrays.names()) {
      if (name.matches(".*weight_[a-z]+(_l[0-9]+)?_[gv]|.*parametrizations\\..*")) {
        throw new ModelFormatException(
            "tensor " + name,
            "a weight taken apart by weight_norm",
            "plain weights: call torch.nn.utils.remove_weight_norm before saving");
      } else if (name.contains("_all_weight_values") || name.contains("_packed_params")) {
        throw new ModelFormatException(
            "tensor " + name, "quantised weights", "the model before quantisation");
      }
    }
  }

  private List<BareOptions.Layer> inferred() {
    Set<String> recurrent = new TreeSet<>();
    for (String name : arrays.names()) {
      Matcher matcher = RECURRENT.matcher(name);
      if (matcher.matches()) {
        recurrent.add(matcher.group(1));
      }
    }
    options.prefix().ifPresent(prefix -> recurrent.retainAll(Set.of(prefix)));
    if (recurrent.size() > 1) {
      throw BareOptions.ask(
          "weights", "several recurrent layers " + recurrent, "layers", "[{prefix: ...}, ...]");
    } else if (recurrent.isEmpty()) {
      throw new ModelFormatException(
          "weights", "no weight_ih among " + arrays.names(), "a recurrent layer's tensors");
    }
    List<BareOptions.Layer> layers = new ArrayList<>();
    embeddings().forEach(prefix -> layers.add(BareOptions.Layer.of(prefix)));
    layers.add(BareOptions.Layer.of(recurrent.iterator().next()));
    List<String> linears = linears();
    if (linears.size() > 1) {
      throw BareOptions.ask(
          "weights",
          "several linear layers " + linears + ", whose activations are not in the file",
          "layers",
          "[{prefix: ...}, {prefix: ..., activation: ...}, ...]");
    }
    linears.forEach(prefix -> layers.add(BareOptions.Layer.of(prefix)));
    return layers;
  }

  private List<String> embeddings() {
    return matrices().stream().filter(this::isEmbedding).toList();
  }

  private boolean isEmbedding(String prefix) {
    return prefix.toLowerCase(Locale.ROOT).contains("emb") && !arrays.has(prefix + "bias");
  }

  private List<String> linears() {
    return matrices().stream().filter(prefix -> !isEmbedding(prefix)).toList();
  }

  private List<String> matrices() {
    return arrays.names().stream()
        .filter(name -> name.equals("weight") || name.endsWith(".weight"))
        .filter(name -> arrays.shape(name).length == 2)
        .map(name -> name.substring(0, name.length() - "weight".length()))
        .toList();
  }

  private void add(BareOptions.Layer layer) {
    String type = layer.type().orElseGet(() -> type(layer.prefix()));
    switch (type) {
      case "recurrent", "rnn", "lstm", "gru" -> recurrent(layer);
      case "embedding" -> embedding(layer.prefix());
      case "linear" -> linear(layer);
      case "layer-norm" -> layerNorm(layer);
      case "batch-norm" -> batchNorm(layer);
      default ->
          throw new ModelFormatException(
              "description.layers: " + layer.prefix(),
              "type " + type,
              "recurrent, embedding, linear, layer-norm or batch-norm");
    }
  }

  private String type(String prefix) {
    if (arrays.has(prefix + "weight_ih") || arrays.has(prefix + "weight_ih_l0")) {
      return "recurrent";
    } else if (arrays.has(prefix + "running_mean")) {
      return "batch-norm";
    } else if (arrays.shape(prefix + "weight").length == 1) {
      return "layer-norm";
    }
    return isEmbedding(prefix) ? "embedding" : "linear";
  }

  private void enter(int columns) {
    input = input == 0 ? columns : input;
    width = width == 0 ? columns : width;
  }

  private void recurrent(BareOptions.Layer layer) {
    String nonlinearity = layer.nonlinearity().or(options::nonlinearity).orElse(null);
    TorchCells cells = new TorchCells(arrays, layer.prefix(), nonlinearity);
    enter(cells.input());
    List<Step> stack = cells.steps();
    steps.addAll(stack);
    for (Step step : stack) {
      width = step.output(width);
    }
  }

  private void embedding(String prefix) {
    int[] shape = arrays.shape(prefix + "weight");
    float[] table = arrays.take(prefix + "weight", shape[0], shape.length < 2 ? 0 : shape[1]);
    steps.add(new Step.Embedding(shape[0], shape[1], table));
    input = 1;
    width = shape[1];
  }

  private void linear(BareOptions.Layer layer) {
    String prefix = layer.prefix();
    int outputs = arrays.shape(prefix + "weight")[0];
    enter(arrays.shape(prefix + "weight")[1]);
    ActivationFunction curve =
        layer
            .activation()
            .map(a -> NamedActivations.of("layer " + prefix, a))
            .orElse(ActivationFunction.of(Activation.IDENTITY));
    float[] w = arrays.take(prefix + "weight", outputs, width);
    float[] b = arrays.takeIfAny(prefix + "bias", outputs);
    steps.add(new Step.Dense(outputs, w, b, curve));
    if (layer.activation().isEmpty()) {
      notes.add("no activation is assumed after " + prefix + ", which state dicts do not tell");
    }
    width = outputs;
  }

  private void layerNorm(BareOptions.Layer layer) {
    enter(arrays.shape(layer.prefix() + "weight")[0]);
    float[] gamma = arrays.take(layer.prefix() + "weight", width);
    float[] beta = arrays.takeIfAny(layer.prefix() + "bias", width);
    float[] shift = beta.length == 0 ? new float[width] : beta;
    steps.add(new Step.LayerNorm(gamma, shift, (float) layer.epsilon()));
  }

  private void batchNorm(BareOptions.Layer layer) {
    String prefix = layer.prefix();
    enter(arrays.shape(prefix + "running_mean")[0]);
    float[] gamma = arrays.takeIfAny(prefix + "weight", width);
    float[] beta = arrays.takeIfAny(prefix + "bias", width);
    if (gamma.length == 0) {
      gamma = new float[width];
      Arrays.fill(gamma, 1);
    }
    steps.add(
        Step.Affine.batchNorm(
            gamma,
            beta.length == 0 ? new float[width] : beta,
            arrays.take(prefix + "running_mean", width),
            arrays.take(prefix + "running_var", width),
            layer.epsilon()));
  }
}

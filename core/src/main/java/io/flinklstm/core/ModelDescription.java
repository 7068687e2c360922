package io.flinklstm.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything about a model but its weights.
 *
 * @param name shown in logs and results
 * @param task what the model is for
 * @param features the network's inputs, in order
 * @param layers first to last; the last one's rows are the outputs
 * @param outputs one per column of the last layer, in order
 * @param scorer present for {@link Task#ANOMALY}
 * @param provenance free text about the training, by topic
 */
public record ModelDescription(
    String name,
    Task task,
    List<Feature> features,
    List<LayerDescription> layers,
    List<Output> outputs,
    Optional<ScorerDescription> scorer,
    Map<String, String> provenance) {

  public ModelDescription {
    features = List.copyOf(features);
    layers = List.copyOf(layers);
    outputs = List.copyOf(outputs);
    provenance = Map.copyOf(provenance);
  }

  /** Whether a step needs its event's time: a feature reads the calendar or elapsed time. */
  public boolean readsTime() {
    return fields() < features.size();
  }

  /** How many values an event must carry: the features that are fields of it. */
  public int fields() {
    return (int) features.stream().filter(f -> f.source() instanceof Feature.Source.Field).count();
  }

  /** The names of these, in order. */
  public List<String> fieldNames() {
    return features.stream()
        .filter(f -> f.source() instanceof Feature.Source.Field)
        .map(Feature::name)
        .toList();
  }
}

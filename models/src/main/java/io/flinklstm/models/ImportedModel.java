package io.flinklstm.models;

import io.flinklstm.core.Feature;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import io.flinklstm.core.Task;
import io.flinklstm.models.draft.Draft;
import io.flinklstm.models.draft.Step;
import io.flinklstm.models.format.ModelFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model as it was understood.
 *
 * @param bundle what the operator runs
 * @param source the format it came from
 * @param lastStep whether a sequence's result is the one of its last step
 * @param batchFirst how the model's recorded inputs are laid out, where that is known
 * @param states initial state that the file brings for each sequence of its batch, by layer and
 *     {@code h} or {@code c} as {@code 0.h}; a bundle has one state for all keys or none
 * @param lengths at which step each recorded sequence ends, where the file fixes that
 * @param notes what was decided or left aside, for people
 */
public record ImportedModel(
    ModelBundle bundle,
    String source,
    boolean lastStep,
    Optional<Boolean> batchFirst,
    Map<String, float[][]> states,
    List<Integer> lengths,
    List<String> notes) {

  private static final String POLICY = "output";
  private static final String LAST_STEP = "last-step";
  private static final String WINDOWS_ONLY = "this model runs over closed windows only";

  static ImportedModel of(ModelBundle bundle, ModelFile.Options options) {
    List<LayerDescription> layers = bundle.description().layers();
    layers.stream()
        .filter(LayerDescription::needsWindow)
        .findFirst()
        .ifPresent(layer -> requireWindow(options, "layer " + layer.getClass().getSimpleName()));
    boolean last = LAST_STEP.equals(bundle.description().provenance().get(POLICY));
    return new ImportedModel(
        bundle, "bundle", last, options.description().batchFirst(), Map.of(), List.of(), List.of());
  }

  static ImportedModel of(Draft draft, String name, ModelFile.Options options) {
    boolean window = needsWindow(draft.steps(), options);
    if (!draft.lengths().isEmpty() && !options.window()) {
      throw new ModelFormatException(
          "graph",
          "sequence_lens " + draft.lengths() + " that end before the sequence does",
          "none: each event is a step, and sequences end where the stream says; " + WINDOWS_ONLY);
    }
    DraftLayers layers = DraftLayers.of(draft.input(), draft.steps(), window);
    UserDescription user = options.description();
    List<String> notes = new ArrayList<>(draft.notes());
    Map<String, float[][]> states = user.zeroState() ? Map.of() : draft.initial();
    if (!draft.lengths().isEmpty()) {
      notes.add("the file's sequence_lens are not part of the bundle: windows end by themselves");
    }
    boolean shared =
        states.values().stream()
            .allMatch(rows -> Arrays.stream(rows).allMatch(row -> Arrays.equals(row, rows[0])));
    if (shared) {
      states.forEach(
          (at, rows) -> {
            int dot = at.indexOf('.');
            layers.initial(Integer.parseInt(at.substring(0, dot)), at.substring(dot + 1), rows[0]);
          });
    } else {
      notes.add("the file's initial states differ by sequence and are not part of the bundle");
    }
    boolean picks = !window && draft.steps().stream().anyMatch(s -> s instanceof Step.LastStep);
    boolean last = user.lastStep().orElse(picks);
    ModelBundle bundle =
        ModelBundle.of(description(draft, layers.layers(), name, last, user), layers.tensors());
    return new ImportedModel(
        bundle,
        draft.source(),
        last,
        user.batchFirst().or(draft::batchFirst),
        shared ? Map.of() : states,
        draft.lengths(),
        notes);
  }

  private static boolean needsWindow(List<Step> steps, ModelFile.Options options) {
    boolean ended = false;
    for (Step step : steps) {
      boolean both = step instanceof Step.Bidirectional || step instanceof Step.Repeat;
      boolean again = ended && step instanceof Step.Recurrent;
      if (both || again || step instanceof Step.Recurrent r && r.reverse()) {
        requireWindow(options, "layer " + step.getClass().getSimpleName());
        return true;
      }
      ended |= step instanceof Step.LastStep;
    }
    return false;
  }

  private static void requireWindow(ModelFile.Options options, String place) {
    if (!options.window()) {
      throw new ModelFormatException(
          place,
          "a layer that needs the whole sequence",
          "layers that run one event at a time; " + WINDOWS_ONLY);
    }
  }

  private static ModelDescription description(
      Draft draft,
      List<LayerDescription> layers,
      String name,
      boolean lastStep,
      UserDescription user) {
    List<Feature> features = user.features();
    if (!features.isEmpty() && features.size() != draft.input()) {
      throw new ModelFormatException(
          "description.features", features.size() + " features", "" + draft.input());
    }
    Map<String, String> provenance = new TreeMap<>(user.provenance());
    provenance.put("source", draft.source());
    if (lastStep) {
      provenance.put(POLICY, LAST_STEP);
    }
    return new ModelDescription(
        user.name().orElse(name),
        user.task().orElse(Task.SCORE),
        features.isEmpty() ? plainFeatures(draft.input()) : features,
        layers,
        user.outputs().isEmpty() ? plainOutputs(draft.output()) : user.outputs(),
        user.scorer(),
        provenance);
  }

  static List<Feature> plainFeatures(int count) {
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      features.add(new Feature("x" + i, new Feature.Source.Field(), new Feature.Scaling.None()));
    }
    return features;
  }

  static List<Output> plainOutputs(int count) {
    List<Output> outputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      outputs.add(new Output("y" + i, Optional.empty(), Output.Form.VALUE));
    }
    return outputs;
  }

  /** The network alone: inputs unscaled, outputs as the last layer gives them. */
  public ModelBundle plain() {
    ModelDescription d = bundle.description();
    ModelDescription plain =
        new ModelDescription(
            d.name(),
            Task.SCORE,
            plainFeatures(d.features().size()),
            d.layers(),
            plainOutputs(d.outputs().size()),
            Optional.empty(),
            Map.of());
    return new ModelBundle(plain, bundle.tensors(), bundle.fingerprint());
  }

  /** Whether the network needs whole sequences. */
  public boolean needsWindow() {
    return bundle.description().layers().stream().anyMatch(LayerDescription::needsWindow);
  }

  /** What was understood, for people to check. */
  public String summary() {
    return ModelSummary.of(this);
  }
}

package io.flinklstm.models;

import io.flinklstm.core.Feature;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Output;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells people what was understood of a model. */
final class ModelSummary {

  private static final int SHOWN = 12;

  private ModelSummary() {}

  static String of(ImportedModel model) {
    ModelDescription d = model.bundle().description();
    StringBuilder text = new StringBuilder();
    line(text, "model", d.name() + ", " + d.task().name().toLowerCase(Locale.ROOT));
    line(text, "source", model.source());
    for (LayerDescription layer : d.layers()) {
      line(text, "layer", layer.input() + " -> " + layer.output() + "  " + LayerText.of(layer));
    }
    long parameters =
        model.bundle().tensors().values().stream().mapToLong(t -> t.values().length).sum();
    line(text, "parameters", "%,d".formatted(parameters));
    line(text, "features", list(d.features().stream().map(ModelSummary::feature).toList()));
    line(text, "outputs", list(d.outputs().stream().map(ModelSummary::output).toList()));
    line(text, "result", model.lastStep() ? "of a sequence's last step" : "at every event");
    line(text, "runs", model.needsWindow() ? "over closed windows only" : "one event at a time");
    model.notes().forEach(note -> line(text, "note", note));
    line(text, "fingerprint", Fingerprint.text(model.bundle().fingerprint()));
    return text.toString();
  }

  private static void line(StringBuilder text, String what, String value) {
    text.append("%-12s %s%n".formatted(what, value));
  }

  private static String list(List<String> items) {
    String shown = items.stream().limit(SHOWN).collect(Collectors.joining(", "));
    String more = items.size() > SHOWN ? ", ... (" + items.size() + " in all)" : "";
    return shown + more;
  }

  private static String feature(Feature feature) {
    boolean plain = feature.scaling() instanceof Feature.Scaling.None;
    return feature.name() + (plain ? "" : " " + feature.scaling());
  }

  private static String output(Output output) {
    return output.name() + output.forecasts().map(f -> " (next " + f + ")").orElse("");
  }
}

package io.flinklstm.benchmarks;

import io.flinklstm.core.Feature;
import io.flinklstm.core.GruOptions;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Network;
import io.flinklstm.core.Output;
import io.flinklstm.core.Task;
import io.flinklstm.core.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The product's own way: {@link Network#advance} on rows of keyed state. */
public final class Own implements Contender {

  private final Network network;
  private final Workspace workspace;
  private final int keys;

  Own(Shape shape, Problem problem) {
    network = network(shape, problem);
    workspace = network.newWorkspace(shape.keys());
    keys = shape.keys();
    for (int r = 0; r < keys; r++) {
      workspace.set(r, 0, problem.x().get(r), network.initialState(), new double[0]);
    }
  }

  /** A network that gives out its hidden state. */
  public static Network network(Shape shape, Problem problem) {
    return Network.of(describe(shape), problem.weights(), shape.hidden());
  }

  private static ModelDescription describe(Shape shape) {
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < shape.inputs(); i++) {
      features.add(new Feature("x" + i, new Feature.Source.Field(), new Feature.Scaling.None()));
    }
    List<Output> outputs = new ArrayList<>();
    for (int i = 0; i < shape.hidden(); i++) {
      outputs.add(new Output("h" + i, Optional.empty(), Output.Form.VALUE));
    }
    return new ModelDescription(
        "bench", Task.EMBED, features, List.of(layer(shape)), outputs, Optional.empty(), Map.of());
  }

  private static LayerDescription layer(Shape s) {
    return s.cell().equals("LSTM")
        ? new LayerDescription.Lstm("", s.inputs(), s.hidden(), s.layers())
        : new LayerDescription.Gru(
            "", s.inputs(), s.hidden(), s.layers(), GruOptions.plain(GruOptions.Reset.AFTER));
  }

  @Override
  public String name() {
    return network.kernels();
  }

  @Override
  public void step() {
    network.advance(workspace, keys);
  }

  @Override
  public float[] hidden() {
    return workspace.outputs(0);
  }
}

package io.flinklstm.jobs.watch;

import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.ModelDescription;
import io.flinklstm.core.Network;
import io.flinklstm.core.Tensor;
import io.flinklstm.core.Workspace;
import io.flinklstm.models.ModelBundle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each feature added to a forecast: the step is taken once more for each feature from the same
 * state, with the weights of that feature's input column at zero, and the forecasts are subtracted.
 *
 * <p>The states are computed here from the results' own values, from the first step on. A key whose
 * first steps are not among the results, or whose forecast comes out otherwise here, has none.
 * Owned by one thread.
 */
final class Contributions {

  static final float[] UNKNOWN = {};

  private final ModelView view;
  private final Network whole;
  private final List<Network> without; // one per feature
  private final Workspace workspace;
  private final List<Workspace> workspaces;
  private final Map<String, Key> keys = new HashMap<>();

  private Contributions(ModelBundle model, String column) {
    this.view = ModelView.of(model.description());
    this.whole = model.network();
    this.without = new ArrayList<>();
    for (int i = 0; i < whole.features(); i++) {
      Map<String, Tensor> tensors = without(model.tensors(), column, i);
      without.add(Network.of(model.description(), tensors, model.fingerprint()));
    }
    this.workspace = whole.newWorkspace(1);
    this.workspaces = without.stream().map(network -> network.newWorkspace(1)).toList();
  }

  /** Of a model that forecasts and whose first layer has a column of weights for each feature. */
  static Optional<Contributions> of(ModelBundle model) {
    return inputWeights(model.description()).map(column -> new Contributions(model, column));
  }

  /** Whether there are any of such a model. */
  static boolean exist(ModelDescription model) {
    return inputWeights(model).isPresent();
  }

  private static Optional<String> inputWeights(ModelDescription model) {
    LayerDescription first = model.layers().get(0);
    if (!ModelView.of(model).forecasts()) {
      return Optional.empty();
    }
    if (first instanceof LayerDescription.Linear) {
      return Optional.of(first.prefix() + "weight");
    }
    return first.state().isEmpty()
        ? Optional.empty()
        : Optional.of(first.prefix() + "weight_ih_l0");
  }

  private static Map<String, Tensor> without(Map<String, Tensor> all, String name, int column) {
    Tensor weights = all.get(name);
    int width = weights.shape()[1];
    float[] values = weights.values().clone();
    for (int i = column; i < values.length; i += width) {
      values[i] = 0;
    }
    Map<String, Tensor> changed = new LinkedHashMap<>(all);
    changed.put(name, new Tensor(name, weights.shape(), values));
    return changed;
  }

  /** The next result of a key; empty where the key's state is not known. */
  float[] next(Observed result) {
    if (result.step() == 1) { // asked for keys that the board keeps, which are few
      keys.put(result.key(), new Key(whole));
    }
    Key key = keys.get(result.key());
    if (key == null || result.values().length != whole.fields()) {
      return UNKNOWN;
    }
    float[] forecasts = new float[without.size()];
    for (int i = 0; i < forecasts.length; i++) {
      Workspace w = workspaces.get(i);
      w.set(0, result.time(), result.values(), key.recurrent.clone(), key.running.clone());
      without.get(i).advance(w, 1);
      forecasts[i] = w.outputs(0)[view.shown()];
    }
    workspace.set(0, result.time(), result.values(), key.recurrent, key.running);
    whole.advance(workspace, 1);
    if (!Arrays.equals(workspace.outputs(0), result.outputs())) {
      keys.remove(result.key());
      return UNKNOWN;
    }
    for (int i = 0; i < forecasts.length; i++) {
      forecasts[i] = workspace.outputs(0)[view.shown()] - forecasts[i];
    }
    return forecasts;
  }

  private static final class Key {
    private final float[] recurrent;
    private final double[] running;

    Key(Network network) {
      recurrent = network.initialState();
      running = new double[network.runningNumbers()];
    }
  }
}

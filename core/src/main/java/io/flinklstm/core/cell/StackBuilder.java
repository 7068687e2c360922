package io.flinklstm.core.cell;

import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.Tensor;
import io.flinklstm.core.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds the layers of a stepwise network one after the other and deals out the state. */
final class StackBuilder {

  private final LayerFactory factory;
  private final List<Layer> layers = new ArrayList<>();
  private int width;
  private int state;

  StackBuilder(Kernels kernels, Map<String, Tensor> tensors, int inputs) {
    this.factory = new LayerFactory(kernels, tensors);
    this.width = inputs;
  }

  List<Layer> layers() {
    return layers;
  }

  int width() {
    return width;
  }

  void add(LayerDescription layer) {
    LayerFactory.checkInput(layer, width);
    if (layer.needsWindow()) {
      throw new IllegalArgumentException(
          "layer "
              + layer.prefix()
              + " ("
              + layer.getClass().getSimpleName()
              + ") needs the whole sequence and cannot run one event at a time;"
              + " run the model over closed windows with WindowNetwork");
    }
    for (int k = 0; k < LayerFactory.depth(layer); k++) {
      Layer built = factory.build(layer, k, "", width, state);
      layers.add(built);
      state += built.stateFloats();
      width = layer.output();
    }
  }
}

package io.flinklstm.benchmarks.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.flinklstm.benchmarks.Contender;
import io.flinklstm.benchmarks.Peer;
import io.flinklstm.benchmarks.Problem;

/** libtorch's LSTM and GRU through DJL; the state stays in its arrays. */
public final class LibtorchPeer implements Peer {

  static {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
  }

  @Override
  public String name() {
    return "libtorch";
  }

  @Override
  public Contender contender(io.flinklstm.benchmarks.Shape shape, Problem problem) {
    return new Arrays(shape, problem);
  }

  private static final class Arrays implements Contender {

    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private final io.flinklstm.benchmarks.Shape shape;
    private final NDArray x;
    private final NDList weights = new NDList();
    private NDList state = new NDList();
    private NDManager stepManager = manager.newSubManager();

    Arrays(io.flinklstm.benchmarks.Shape shape, Problem problem) {
      this.shape = shape;
      int keys = shape.keys();
      float[] rows = new float[keys * shape.inputs()];
      for (int r = 0; r < keys; r++) {
        System.arraycopy(problem.x().get(r), 0, rows, r * shape.inputs(), shape.inputs());
      }
      x = manager.create(rows, new Shape(1, keys, shape.inputs()));
      int gateRows = shape.gates() * shape.hidden();
      for (int k = 0; k < shape.layers(); k++) {
        weights.add(
            manager.create(problem.get("weight_ih_l" + k), new Shape(gateRows, shape.width(k))));
        weights.add(
            manager.create(problem.get("weight_hh_l" + k), new Shape(gateRows, shape.hidden())));
        weights.add(manager.create(problem.get("bias_ih_l" + k), new Shape(gateRows)));
        weights.add(manager.create(problem.get("bias_hh_l" + k), new Shape(gateRows)));
      }
      Shape stateShape = new Shape(shape.layers(), keys, shape.hidden());
      state.add(manager.zeros(stateShape));
      if (shape.cell().equals("LSTM")) {
        state.add(manager.zeros(stateShape));
      }
    }

    @Override
    public String name() {
      return "libtorch";
    }

    @Override
    public void step() {
      NDManager next = manager.newSubManager();
      x.attach(next);
      NDList out =
          shape.cell().equals("LSTM")
              ? x.getNDArrayInternal()
                  .lstm(x, state, weights, true, shape.layers(), 0, false, false, false)
              : x.getNDArrayInternal()
                  .gru(x, state.head(), weights, true, shape.layers(), 0, false, false, false);
      x.attach(manager);
      out.attach(next);
      stepManager.close();
      stepManager = next;
      state = out.subNDList(1);
    }

    @Override
    public float[] hidden() {
      return state.get(0).get(shape.layers() - 1, 0).toFloatArray();
    }

    @Override
    public void close() {
      manager.close();
    }
  }
}

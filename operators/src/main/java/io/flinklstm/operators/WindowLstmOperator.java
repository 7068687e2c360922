package io.flinklstm.operators;

import io.flinklstm.core.WindowNetwork;
import io.flinklstm.core.WindowSource;
import io.flinklstm.operators.result.WindowResult;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Runs a network over windows: a {@link WindowEngine} in its shell. */
final class WindowLstmOperator<T> extends GatheringOperator<T, WindowResult<T>> {

  private static final long serialVersionUID = 1;

  private final transient WindowSource model;
  private final transient Windows windows;

  private transient ValueState<T> lastEvent;

  WindowLstmOperator(
      StreamOperatorParameters<WindowResult<T>> parameters, WindowLstmOperatorFactory<T> factory) {
    super(parameters, factory);
    this.model = factory.model;
    this.windows = factory.windows;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    lastEvent =
        context
            .getKeyedStateStore()
            .getState(new ValueStateDescriptor<>(WindowStore.LAST_EVENT, events));
  }

  @Override
  Engine<T, WindowResult<T>> newEngine() {
    WindowNetwork network = model.load();
    KernelWarmUp.run(network, windows.longest());
    LstmMetrics lstmMetrics =
        new LstmMetrics(
            getMetricGroup(), network.fingerprint(), network::kernels, network::kernelMismatches);
    WindowStore<T> store = new WindowStore<>(this, store(lstmMetrics), lastEvent);
    logModel(network.description().name(), network.fingerprint(), network.kernels());
    return new WindowEngine<>(network, reader, options, windows, store, this, lstmMetrics);
  }
}

package io.flinklstm.operators;

import io.flinklstm.core.WindowNetwork;
import io.flinklstm.core.WindowSource;
import io.flinklstm.operators.result.Rejected;
import io.flinklstm.operators.result.WindowResult;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Runs a network over windows: a {@link WindowEngine} in its shell. */
final class WindowLstmOperator<T> extends GatheringOperator<T, WindowResult<T>> {

  private static final long serialVersionUID = 1;

  private final transient WindowSource model;
  private final transient EventReader<T> reader;
  private final transient LstmOptions options;
  private final transient Windows windows;
  private final transient TypeInformation<T> events;

  private transient KeyedStore.States<T> states;
  private transient ValueState<T> lastEvent;
  private transient LstmMetrics lstmMetrics;

  WindowLstmOperator(
      StreamOperatorParameters<WindowResult<T>> parameters, WindowLstmOperatorFactory<T> factory) {
    super(parameters, factory.options, factory.events);
    this.model = factory.model;
    this.reader = factory.reader;
    this.options = factory.options;
    this.windows = factory.windows;
    this.events = factory.events;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    states = KeyedStore.States.register(context.getKeyedStateStore(), events, options.emission());
    lastEvent =
        context
            .getKeyedStateStore()
            .getState(new ValueStateDescriptor<>(WindowStore.LAST_EVENT, events));
  }

  @Override
  Engine<T> newEngine() {
    WindowNetwork network = model.load();
    KernelWarmUp.run(network, windows.longest());
    lstmMetrics =
        new LstmMetrics(
            getMetricGroup(), network.fingerprint(), network::kernels, network::kernelMismatches);
    KeyedStore<T> keys = new KeyedStore<>(this, states, recentKeys(), wakeTimers(), lstmMetrics);
    WindowStore<T> store = new WindowStore<>(this, keys, lastEvent);
    logModel(network.description().name(), network.fingerprint(), network.kernels());
    return new WindowEngine<>(network, reader, options, windows, store, new Output(), lstmMetrics);
  }

  @Override
  LstmMetrics metrics() {
    return lstmMetrics;
  }

  /** The operator's outputs. */
  private final class Output implements WindowResults<T> {
    @Override
    public void scored(WindowResult<T> result, boolean timed, long time) {
      give(result, timed, time);
    }

    @Override
    public void rejected(Rejected<T> rejected, boolean timed, long time) {
      reject(rejected, timed, time);
    }
  }
}

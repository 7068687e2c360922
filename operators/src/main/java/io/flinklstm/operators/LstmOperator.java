package io.flinklstm.operators;

import io.flinklstm.core.Network;
import io.flinklstm.core.NetworkSource;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.Rejected;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Steps a network once per event: a {@link WaveEngine} in its shell. */
class LstmOperator<T> extends GatheringOperator<T, Prediction<T>> {

  private static final long serialVersionUID = 1;

  private final transient NetworkSource model;
  private final transient EventReader<T> reader;
  private final transient LstmOptions options;
  private final transient TypeInformation<T> events;

  private transient KeyedStore.States<T> states;
  private transient LstmMetrics lstmMetrics;

  LstmOperator(StreamOperatorParameters<Prediction<T>> parameters, LstmOperatorFactory<T> factory) {
    super(parameters, factory.options, factory.events);
    this.model = factory.model;
    this.reader = factory.reader;
    this.options = factory.options;
    this.events = factory.events;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    states = KeyedStore.States.register(context.getKeyedStateStore(), events, options.emission());
  }

  @Override
  Engine<T> newEngine() {
    Network network = model.load();
    KernelWarmUp.run(network);
    lstmMetrics = new LstmMetrics(getMetricGroup(), network);
    KeyedStore<T> store = new KeyedStore<>(this, states, recentKeys(), wakeTimers(), lstmMetrics);
    logModel(network.description().name(), network.fingerprint(), network.kernels());
    return new WaveEngine<>(network, reader, options, store, new Output(), lstmMetrics);
  }

  @Override
  LstmMetrics metrics() {
    return lstmMetrics;
  }

  /** The operator's outputs. */
  private final class Output implements Results<T> {
    @Override
    public void predicted(Prediction<T> prediction, boolean timed, long time) {
      give(prediction, timed, time);
    }

    @Override
    public void rejected(Rejected<T> rejected, boolean timed, long time) {
      reject(rejected, timed, time);
    }
  }
}

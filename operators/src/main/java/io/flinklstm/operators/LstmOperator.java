package io.flinklstm.operators;

import io.flinklstm.core.Network;
import io.flinklstm.core.NetworkSource;
import io.flinklstm.operators.result.Prediction;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Steps a network once per event: a {@link WaveEngine} in its shell. */
class LstmOperator<T> extends GatheringOperator<T, Prediction<T>> {

  private static final long serialVersionUID = 1;

  private final transient NetworkSource model;

  LstmOperator(StreamOperatorParameters<Prediction<T>> parameters, LstmOperatorFactory<T> factory) {
    super(parameters, factory);
    this.model = factory.model;
  }

  @Override
  Engine<T, Prediction<T>> newEngine() {
    Network network = model.load();
    KernelWarmUp.run(network);
    LstmMetrics lstmMetrics = new LstmMetrics(getMetricGroup(), network);
    logModel(network.description().name(), network.fingerprint(), network.kernels());
    return new WaveEngine<>(network, reader, options, store(lstmMetrics), this, lstmMetrics);
  }
}

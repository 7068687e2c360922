package io.flinklstm.operators;

import io.flinklstm.core.NetworkSource;
import io.flinklstm.operators.result.Prediction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator that steps a network once per event. */
class LstmOperatorFactory<T> extends GatheringOperatorFactory<T, Prediction<T>> {

  private static final long serialVersionUID = 1;

  final NetworkSource model;

  LstmOperatorFactory(
      NetworkSource model, EventReader<T> reader, LstmOptions options, TypeInformation<T> events) {
    super(reader, options, events);
    this.model = model;
  }

  /** Overridden by tests that make it fail. */
  @Override
  LstmOperator<T> operator(StreamOperatorParameters<Prediction<T>> parameters) {
    return new LstmOperator<>(parameters, this);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return LstmOperator.class;
  }
}

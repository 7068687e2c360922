package io.flinklstm.operators;

import io.flinklstm.core.NetworkSource;
import io.flinklstm.operators.result.Prediction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** What travels with the job: where the model is and what was chosen. Makes the operator. */
class LstmOperatorFactory<T> extends AbstractStreamOperatorFactory<Prediction<T>>
    implements OneInputStreamOperatorFactory<T, Prediction<T>> {

  private static final long serialVersionUID = 1;

  final NetworkSource model;
  final EventReader<T> reader;
  final LstmOptions options;
  final TypeInformation<T> events;

  LstmOperatorFactory(
      NetworkSource model, EventReader<T> reader, LstmOptions options, TypeInformation<T> events) {
    this.model = model;
    this.reader = reader;
    this.options = options;
    this.events = events;
    // Events are kept beyond processElement; the head of a chain gets objects of its own even where
    // object reuse is on.
    setChainingStrategy(ChainingStrategy.HEAD);
  }

  @Override
  @SuppressWarnings("unchecked") // Flink asks for the very operator this factory declares
  public <O extends StreamOperator<Prediction<T>>> O createStreamOperator(
      StreamOperatorParameters<Prediction<T>> parameters) {
    return (O) operator(parameters);
  }

  /** Makes the operator; overridden by tests that make it fail. */
  LstmOperator<T> operator(StreamOperatorParameters<Prediction<T>> parameters) {
    return new LstmOperator<>(parameters, this);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return LstmOperator.class;
  }
}

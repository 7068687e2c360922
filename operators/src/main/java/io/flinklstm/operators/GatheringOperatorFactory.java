package io.flinklstm.operators;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** What travels with the job: what was chosen, and in each kind where its model is. */
abstract class GatheringOperatorFactory<T, R> extends AbstractStreamOperatorFactory<R>
    implements OneInputStreamOperatorFactory<T, R> {

  private static final long serialVersionUID = 1;

  final EventReader<T> reader;
  final LstmOptions options;
  final TypeInformation<T> events;

  GatheringOperatorFactory(EventReader<T> reader, LstmOptions options, TypeInformation<T> events) {
    this.reader = reader;
    this.options = options;
    this.events = events;
    // Events are kept beyond processElement; the head of a chain gets objects of its own even where
    // object reuse is on.
    setChainingStrategy(ChainingStrategy.HEAD);
  }

  abstract GatheringOperator<T, R> operator(StreamOperatorParameters<R> parameters);

  @Override
  @SuppressWarnings("unchecked") // Flink asks for the very operator this factory declares
  public final <O extends StreamOperator<R>> O createStreamOperator(
      StreamOperatorParameters<R> parameters) {
    return (O) operator(parameters);
  }
}

package io.flinklstm.operators;

import io.flinklstm.core.WindowSource;
import io.flinklstm.operators.result.WindowResult;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** {@link LstmOperatorFactory} for windows. */
final class WindowLstmOperatorFactory<T> extends AbstractStreamOperatorFactory<WindowResult<T>>
    implements OneInputStreamOperatorFactory<T, WindowResult<T>> {

  private static final long serialVersionUID = 1;

  final WindowSource model;
  final EventReader<T> reader;
  final LstmOptions options;
  final Windows windows;
  final TypeInformation<T> events;

  WindowLstmOperatorFactory(
      WindowSource model,
      EventReader<T> reader,
      LstmOptions options,
      Windows windows,
      TypeInformation<T> events) {
    this.model = model;
    this.reader = reader;
    this.options = options;
    this.windows = windows;
    this.events = events;
    // Events are kept beyond processElement; the head of a chain gets objects of its own even where
    // object reuse is on.
    setChainingStrategy(ChainingStrategy.HEAD);
  }

  @Override
  @SuppressWarnings("unchecked") // Flink asks for the very operator this factory declares
  public <O extends StreamOperator<WindowResult<T>>> O createStreamOperator(
      StreamOperatorParameters<WindowResult<T>> parameters) {
    return (O) new WindowLstmOperator<>(parameters, this);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return WindowLstmOperator.class;
  }
}

package io.flinklstm.operators;

import io.flinklstm.core.WindowSource;
import io.flinklstm.operators.result.WindowResult;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operator that runs a network over windows. */
final class WindowLstmOperatorFactory<T> extends GatheringOperatorFactory<T, WindowResult<T>> {

  private static final long serialVersionUID = 1;

  final WindowSource model;
  final Windows windows;

  WindowLstmOperatorFactory(
      WindowSource model,
      EventReader<T> reader,
      LstmOptions options,
      Windows windows,
      TypeInformation<T> events) {
    super(reader, options, events);
    this.model = model;
    this.windows = windows;
  }

  @Override
  WindowLstmOperator<T> operator(StreamOperatorParameters<WindowResult<T>> parameters) {
    return new WindowLstmOperator<>(parameters, this);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return WindowLstmOperator.class;
  }
}

package io.flinklstm.operators.result;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The type of a {@link Prediction} of events of a known type. */
public final class PredictionTypeInfo<T> extends EventTypeInfo<T, Prediction<T>> {

  private static final long serialVersionUID = 1;

  public PredictionTypeInfo(TypeInformation<T> event) {
    super(event);
  }

  @Override
  @SuppressWarnings("unchecked") // the class object of a generic type has no parameter
  public Class<Prediction<T>> getTypeClass() {
    return (Class<Prediction<T>>) (Class<?>) Prediction.class;
  }

  @Override
  public TypeSerializer<Prediction<T>> createSerializer(SerializerConfig config) {
    return new PredictionSerializer<>(event.createSerializer(config));
  }
}

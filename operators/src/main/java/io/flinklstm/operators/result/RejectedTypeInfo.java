package io.flinklstm.operators.result;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The type of a {@link Rejected} of events of a known type. */
public final class RejectedTypeInfo<T> extends EventTypeInfo<T, Rejected<T>> {

  private static final long serialVersionUID = 1;

  public RejectedTypeInfo(TypeInformation<T> event) {
    super(event);
  }

  @Override
  @SuppressWarnings("unchecked") // the class object of a generic type has no parameter
  public Class<Rejected<T>> getTypeClass() {
    return (Class<Rejected<T>>) (Class<?>) Rejected.class;
  }

  @Override
  public TypeSerializer<Rejected<T>> createSerializer(SerializerConfig config) {
    return new RejectedSerializer<>(event.createSerializer(config));
  }
}

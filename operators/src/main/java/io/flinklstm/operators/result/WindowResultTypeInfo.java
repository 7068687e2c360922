package io.flinklstm.operators.result;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The type of a {@link WindowResult} of events of a known type. */
public final class WindowResultTypeInfo<T> extends EventTypeInfo<T, WindowResult<T>> {

  private static final long serialVersionUID = 1;

  public WindowResultTypeInfo(TypeInformation<T> event) {
    super(event);
  }

  @Override
  @SuppressWarnings("unchecked") // the class object of a generic type has no parameter
  public Class<WindowResult<T>> getTypeClass() {
    return (Class<WindowResult<T>>) (Class<?>) WindowResult.class;
  }

  @Override
  public TypeSerializer<WindowResult<T>> createSerializer(SerializerConfig config) {
    return new WindowResultSerializer<>(event.createSerializer(config));
  }
}

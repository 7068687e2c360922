package io.flinklstm.operators.result;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;

/** What the serializers of {@link Prediction} and {@link Rejected} share: they wrap the event's. */
abstract class EventSerializer<T, R> extends TypeSerializer<R> {

  private static final long serialVersionUID = 1;

  final TypeSerializer<T> event;

  EventSerializer(TypeSerializer<T> event) {
    this.event = event;
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public R copy(R from, R reuse) {
    return copy(from);
  }

  @Override
  public R deserialize(R reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof EventSerializer<?, ?> other
        && getClass() == other.getClass()
        && event.equals(other.event);
  }

  @Override
  public int hashCode() {
    return 31 * getClass().getName().hashCode() + event.hashCode();
  }
}
